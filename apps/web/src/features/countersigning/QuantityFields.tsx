import { Text, TextInput } from '@mantine/core'
import type { RecordFragment } from '../../generated/graphql.ts'
import { useFormats } from '../../platform/locale.tsx'
import { UnusualQuantity } from '../activities/UnusualQuantity.tsx'
import { useCountersigningText } from './text.ts'

/** What is claimed, line by line; beside it the quantity to be accepted, or what is wrong with it. */
export function QuantityFields({
  outputs,
  mode,
  quantities,
  errors,
  onQuantity,
  fieldReasons,
  onReason,
}: {
  outputs: RecordFragment['outputs']
  mode: 'sign' | 'return' | 'read'
  /** As typed, by indicator; the others are accepted as claimed. */
  quantities: Record<string, string>
  errors: Record<string, string | undefined>
  onQuantity: (indicatorCode: string, quantity: string) => void
  fieldReasons: Record<string, string>
  onReason: (path: string, reason: string) => void
}) {
  const text = useCountersigningText()
  const formats = useFormats()
  return (
    <table className="data-table">
      <thead>
        <tr>
          <th scope="col">{text('indicator')}</th>
          <th scope="col" className="num">
            {text('claimed')}
          </th>
          <th scope="col">{text(mode === 'return' ? 'whatIsWrong' : 'acceptedQuantity')}</th>
        </tr>
      </thead>
      <tbody>
        {outputs.map(({ indicator, claimed, accepted }) => (
          <tr key={indicator.code}>
            <td>
              {indicator.name}
              <UnusualQuantity
                {...indicator}
                quantity={mode === 'sign' ? (quantities[indicator.code] ?? claimed) : claimed}
              />
            </td>
            <td className="num">
              {formats.number(claimed)} {indicator.unit}
            </td>
            <td>
              {mode === 'sign' && (
                <TextInput
                  data-quantity
                  size="sm"
                  aria-label={text('acceptedOf', { name: indicator.name })}
                  inputMode="decimal"
                  value={quantities[indicator.code] ?? claimed}
                  error={errors[indicator.code]}
                  onChange={(event) => onQuantity(indicator.code, event.currentTarget.value)}
                  rightSection={
                    <Text size="xs" c="dimmed">
                      {indicator.unit}
                    </Text>
                  }
                  rightSectionWidth={64}
                />
              )}
              {mode === 'return' && (
                <TextInput
                  size="sm"
                  aria-label={text('reasonFor', { name: indicator.name })}
                  placeholder={text('reasonOptional')}
                  value={fieldReasons[`outputs.${indicator.code}`] ?? ''}
                  onChange={(event) =>
                    onReason(`outputs.${indicator.code}`, event.currentTarget.value)
                  }
                />
              )}
              {mode === 'read' && (accepted === null ? '—' : formats.number(accepted))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
