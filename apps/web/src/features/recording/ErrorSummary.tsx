import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useRecordingText } from './text.ts'

export const fieldId = (path: string) =>
  `field-${path.replace(/\.indicatorCode$/, '.quantity').replaceAll('.', '-')}`

/** Puts the cursor into a field of the form; of a group, into its chosen or first part. */
export function focusField(path: string): void {
  const field = document.getElementById(fieldId(path))
  const target = field?.matches('input, select, textarea, button')
    ? field
    : field?.querySelector<HTMLElement>('[tabindex="0"], input, select, textarea, button')
  target?.focus()
  target?.scrollIntoView({ block: 'center' })
}

/** All that is to be corrected, each a way to its field. */
export function ErrorSummary({
  errors,
  nameOf,
}: {
  errors: Record<string, string>
  /** The name of the field that shows the error itself; null where the message has to stand for it. */
  nameOf: (path: string) => string | null
}) {
  const text = useRecordingText()
  const found = Object.entries(errors)
  if (found.length === 0) return null
  return (
    <FailureNotice title={text('pleaseCorrect', { count: found.length })}>
      <ul style={{ margin: 0, paddingLeft: 18 }}>
        {found.map(([path, message]) => (
          <li key={path}>
            <a
              href={`#${fieldId(path)}`}
              onClick={(event) => {
                event.preventDefault()
                focusField(path)
              }}
            >
              {nameOf(path) ?? message}
            </a>
          </li>
        ))}
      </ul>
    </FailureNotice>
  )
}
