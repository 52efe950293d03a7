import { Input, NativeSelect, Text } from '@mantine/core'
import { fieldId } from './ErrorSummary.tsx'
import { useRecordingText } from './text.ts'

type Pairing = { id: string; agencySide: { name: string }; communitySide: { name: string } }

/** Under which pairing it happened; the only one is just shown. */
export function PairingField({
  pairings,
  value,
  error,
  note,
  onChoose,
}: {
  pairings: readonly Pairing[]
  value: string
  error: string | undefined
  note: object
  onChoose: (pairingId: string) => void
}) {
  const text = useRecordingText()
  const [only] = pairings
  if (pairings.length === 1 && only !== undefined && only.id === value)
    return (
      <div>
        <Input.Label labelElement="div" size="md">
          {text('pairing')}
        </Input.Label>
        <Text>
          {only.communitySide.name}{' '}
          <Text span c="dimmed">
            · {only.agencySide.name}
          </Text>
        </Text>
      </div>
    )
  return (
    <NativeSelect
      id={fieldId('pairingId')}
      label={text('pairing')}
      size="md"
      value={value}
      error={error}
      onChange={(event) => onChoose(event.currentTarget.value)}
      data={[
        ...(pairings.some(({ id }) => id === value)
          ? []
          : [{ value, label: text('choosePairing') }]),
        ...pairings.map(({ id, communitySide, agencySide }) => ({
          value: id,
          label: `${communitySide.name} · ${agencySide.name}`,
        })),
      ]}
      {...note}
    />
  )
}
