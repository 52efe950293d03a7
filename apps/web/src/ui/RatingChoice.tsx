import { Text } from '@mantine/core'
import { useId } from 'react'
import { useWords } from './words.ts'

/** How useful it was, 1 to 5, each with its word. */
export function RatingChoice({
  label,
  value,
  error,
  onChoose,
}: {
  label: string
  value: number | null
  error?: string | undefined
  onChoose: (value: number) => void
}) {
  const words = useWords()
  const id = useId()
  return (
    <div
      role="radiogroup"
      aria-labelledby={`${id}-label`}
      {...(error ? { 'aria-describedby': `${id}-error` } : {})}
    >
      <Text size="sm" fw={500} mb={6} id={`${id}-label`}>
        {label}
      </Text>
      <div className="chips">
        {[1, 2, 3, 4, 5].map((one) => (
          <button
            key={one}
            type="button"
            role="radio"
            className="chip"
            aria-checked={value === one}
            tabIndex={value === one || (value === null && one === 1) ? 0 : -1}
            onClick={() => onChoose(one)}
            onKeyDown={(event) => {
              const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
              if (step === 0) return
              event.preventDefault()
              const next = Math.min(5, Math.max(1, one + step))
              onChoose(next)
              const sibling = event.currentTarget.parentElement?.children[next - 1]
              if (sibling instanceof HTMLElement) sibling.focus()
            }}
          >
            {one} {words.usefulness(one)}
          </button>
        ))}
      </div>
      {error && (
        <Text size="sm" c="red.9" mt={4} id={`${id}-error`} role="alert">
          {error}
        </Text>
      )}
    </div>
  )
}
