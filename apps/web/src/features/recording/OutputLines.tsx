import type { UsualRange } from '@gongjian/domain/usual-range'
import { ActionIcon, Group, Input, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import type { HelpArea } from '@gongjian/domain/vocabulary'
import { UnusualQuantity } from '../activities/UnusualQuantity.tsx'
import { useWords } from '../../ui/words.ts'
import { fieldId } from './ErrorSummary.tsx'
import { useRecordingText } from './text.ts'

type Indicator = {
  code: string
  area: HelpArea | null
  name: string
  unit: string
  decimals: number
  usualRange?: UsualRange | null
  usualMaximum: string
}
type Line = { indicatorCode: string; quantity: string }

/** What came of it: tap an indicator, type a number. Those of the chosen area stand ready; others are in the list. */
export function OutputLines({
  indicators,
  area,
  recentCodes,
  outputs,
  errors,
  reasonFor,
  onChange,
}: {
  indicators: readonly Indicator[]
  area: HelpArea | null
  recentCodes: readonly string[]
  outputs: readonly Line[]
  errors: Record<string, string>
  reasonFor: (indicatorCode: string) => string | null
  onChange: (outputs: Line[]) => void
}) {
  const text = useRecordingText()
  const words = useWords()
  const rank = (code: string) => {
    const found = recentCodes.indexOf(code)
    return found < 0 ? recentCodes.length : found
  }
  const left = indicators
    .filter(({ code }) => !outputs.some(({ indicatorCode }) => indicatorCode === code))
    .toSorted((a, b) => rank(a.code) - rank(b.code))
  const near = left.filter((indicator) =>
    area === null ? indicator.area === null : indicator.area === area,
  )
  const others = left.filter((indicator) => !near.includes(indicator))
  const add = (indicatorCode: string) => onChange([...outputs, { indicatorCode, quantity: '' }])

  return (
    <Stack gap="sm" id={fieldId('outputs')}>
      <Input.Label labelElement="div" size="md">
        {text('outputs')}
      </Input.Label>
      {outputs.map(({ indicatorCode, quantity }, index) => {
        const indicator = indicators.find(({ code }) => code === indicatorCode)
        const reason = reasonFor(indicatorCode)
        return (
          <Group key={indicatorCode} gap="xs" wrap="nowrap" align="flex-start">
            <div style={{ flex: 1 }}>
              <TextInput
                id={fieldId(`outputs.${index}.quantity`)}
                label={indicator?.name ?? indicatorCode}
                inputMode={indicator?.decimals ? 'decimal' : 'numeric'}
                value={quantity}
                autoFocus={quantity === ''}
                error={
                  errors[`outputs.${index}.quantity`] ?? errors[`outputs.${index}.indicatorCode`]
                }
                {...(reason
                  ? {
                      description: text('returnedField', { reason }),
                      styles: { description: { color: '#851713' } },
                    }
                  : {})}
                rightSection={
                  <Text size="sm" c="dimmed" pr="md" style={{ whiteSpace: 'nowrap' }}>
                    {indicator?.unit}
                  </Text>
                }
                rightSectionWidth={84}
                onChange={(event) =>
                  onChange(
                    outputs.map((line, at) =>
                      at === index ? { ...line, quantity: event.currentTarget.value } : line,
                    ),
                  )
                }
              />
              <div role="status">
                {indicator && <UnusualQuantity {...indicator} quantity={quantity} />}
              </div>
            </div>
            <ActionIcon
              variant="default"
              size={44}
              mt={25}
              aria-label={text('removeLine', { name: indicator?.name ?? '' })}
              onClick={() => onChange(outputs.filter((_line, at) => at !== index))}
            >
              ×
            </ActionIcon>
          </Group>
        )
      })}
      <div className="chips">
        {near.map(({ code, name }) => (
          <button key={code} type="button" className="chip" onClick={() => add(code)}>
            + {name}
          </button>
        ))}
      </div>
      {others.length > 0 && (
        <NativeSelect
          size="md"
          aria-label={text('otherOutputs')}
          value=""
          onChange={(event) => {
            if (event.currentTarget.value !== '') add(event.currentTarget.value)
          }}
          data={[
            { value: '', label: text('otherOutputs') },
            ...others.map((indicator) => ({
              value: indicator.code,
              label: indicator.area
                ? `${words.area(indicator.area)} · ${indicator.name}`
                : indicator.name,
            })),
          ]}
        />
      )}
    </Stack>
  )
}
