import { UnstyledButton } from '@mantine/core'
import type { Completion } from './complete-formula.ts'
import { formulaFont } from './formula-font.ts'
import { useAssessmentText } from './text.ts'

/** What the word that is being typed may mean; the arrows move in it, the enter key takes what is marked. */
export function CompletionList({
  id,
  options,
  active,
  name,
  onChoose,
}: {
  id: string
  options: readonly Completion[]
  active: number
  name: (key: string) => string
  onChoose: (key: string) => void
}) {
  const text = useAssessmentText()
  if (options.length === 0) return null
  return (
    <div id={id} role="listbox" aria-label={text('completions')} style={{ marginTop: 4 }}>
      {options.map(({ key }, index) => (
        <UnstyledButton
          key={key}
          type="button"
          tabIndex={-1}
          display="block"
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          // The field keeps the keyboard.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(key)}
          style={{
            padding: '6px 8px',
            borderRadius: 4,
            background: index === active ? 'var(--mantine-color-gray-2)' : undefined,
          }}
        >
          {name(key)} <code style={{ ...formulaFont, fontSize: 13 }}>{key}</code>
        </UnstyledButton>
      ))}
    </div>
  )
}
