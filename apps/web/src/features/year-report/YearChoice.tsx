import { Group, NativeSelect } from '@mantine/core'

type Props = {
  label: string
  years: readonly number[]
  year: number | undefined
  onChoose: (year: number) => void
}

/** Which programme year, the latest first. */
export function YearChoice({ label, years, year, onChoose }: Props) {
  return (
    <Group className="paper no-print" mb="md">
      <NativeSelect
        size="md"
        label={label}
        value={String(year ?? '')}
        onChange={(event) => onChoose(Number(event.currentTarget.value))}
        data={[...new Set([...years, ...(year === undefined ? [] : [year])])]
          .sort((a, b) => b - a)
          .map(String)}
      />
    </Group>
  )
}
