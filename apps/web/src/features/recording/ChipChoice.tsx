import { Input, Text } from '@mantine/core'
import { useId } from 'react'

/** One of a few, by one tap. */
export function ChipChoice<Value extends string>({
  id: anchor,
  label,
  value,
  options,
  error,
  note,
  onChoose,
}: {
  id: string
  label: string
  value: Value | null
  options: readonly { value: Value; label: string }[]
  error?: string | undefined
  note?: string | null
  onChoose: (value: Value) => void
}) {
  const id = useId()
  return (
    <div
      id={anchor}
      role="radiogroup"
      aria-labelledby={`${id}-label`}
      {...(error ? { 'aria-describedby': `${id}-error` } : {})}
    >
      <Input.Label labelElement="div" size="md" mb={6} id={`${id}-label`}>
        {label}
      </Input.Label>
      {note && (
        <Text size="sm" c="brand.8" mb={6}>
          {note}
        </Text>
      )}
      <div className="chips">
        {options.map((option, index) => (
          <button
            key={option.value}
            type="button"
            role="radio"
            className="chip"
            aria-checked={value === option.value}
            data-invalid={error && index === 0 ? 'true' : undefined}
            tabIndex={value === option.value || (value === null && index === 0) ? 0 : -1}
            onClick={() => onChoose(option.value)}
            onKeyDown={(event) => {
              const step =
                event.key === 'ArrowRight' || event.key === 'ArrowDown'
                  ? 1
                  : event.key === 'ArrowLeft' || event.key === 'ArrowUp'
                    ? -1
                    : 0
              if (step === 0) return
              event.preventDefault()
              const next = (index + step + options.length) % options.length
              const sibling = event.currentTarget.parentElement?.children[next]
              const chosen = options[next]
              if (chosen) onChoose(chosen.value)
              if (sibling instanceof HTMLElement) sibling.focus()
            }}
          >
            {option.label}
          </button>
        ))}
      </div>
      {error && (
        <Text size="sm" c="red.9" mt={4} id={`${id}-error`}>
          {error}
        </Text>
      )}
    </div>
  )
}
