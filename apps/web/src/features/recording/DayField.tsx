import { addDays } from '@gongjian/domain/calendar-day'
import { TextInput } from '@mantine/core'
import { fieldId } from './ErrorSummary.tsx'
import { useRecordingText } from './text.ts'

/** The day it happened: today, yesterday and the day before by one tap. */
export function DayField({
  value,
  today,
  error,
  note,
  onChoose,
}: {
  value: string
  today: string
  error: string | undefined
  note: object
  onChoose: (day: string) => void
}) {
  const text = useRecordingText()
  return (
    <div>
      <TextInput
        id={fieldId('day')}
        type="date"
        label={text('day')}
        value={value}
        max={today}
        error={error}
        onChange={(event) => onChoose(event.currentTarget.value)}
        {...note}
      />
      <div className="chips" style={{ marginTop: 8 }}>
        {(['today', 'yesterday', 'dayBefore'] as const).map((name, ago) => {
          const day = addDays(today, -ago)
          return (
            <button
              key={name}
              type="button"
              className="chip"
              aria-pressed={value === day}
              onClick={() => onChoose(day)}
            >
              {text(name)}
            </button>
          )
        })}
      </div>
    </div>
  )
}
