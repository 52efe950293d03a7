import { Badge, Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import type { PeriodsQuery } from '../../generated/graphql.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { MoveDialog } from './MoveDialog.tsx'
import { usePeriodsText } from './text.ts'

export type Period = PeriodsQuery['periods'][number]
export type Quarter = Period['quarters'][number]
/** The year, or one of its quarters. */
export type Row = Omit<Quarter, 'quarter' | '__typename'> & { quarter: number | null }
const colours = { OPEN: '#2b7a3d', CLOSING: '#8a4b00', LOCKED: '#4a4f57' } as const

/** The year and its four quarters, and what may be done with each now. */
export function YearTable({ period, onMoved }: { period: Period; onMoved: () => void }) {
  const text = usePeriodsText()
  const formats = useFormats()
  const may = useMay()
  const [moving, setMoving] = useState<{ row: Row; move: Row['moves'][number]['move'] } | null>(
    null,
  )
  const rows: Row[] = [{ ...period, quarter: null }, ...period.quarters]
  const nameOf = ({ quarter }: Row) =>
    quarter === null
      ? text('yearOf', { year: String(period.year) })
      : text('quarterOf', { quarter })
  return (
    <>
      <DataTable
        caption={text('title')}
        rows={rows}
        keyOf={({ quarter }) => String(quarter ?? 'year')}
        columns={[
          { key: 'name', head: text('period'), main: true, cell: nameOf },
          {
            key: 'days',
            head: text('days'),
            cell: ({ startsOn, endsOn }) =>
              text('fromTo', { from: formats.day(startsOn), to: formats.day(endsOn) }),
          },
          {
            key: 'status',
            head: text('status'),
            cell: ({ status }) => (
              <Badge color={colours[status]} variant="filled">
                {text(`status_${status}`)}
              </Badge>
            ),
          },
          {
            key: 'changed',
            head: text('changed'),
            cell: ({ changedAt, changedByName }) =>
              changedAt === null ? '—' : `${formats.moment(changedAt)} ${changedByName ?? ''}`,
          },
          ...(may('movePeriod')
            ? [
                {
                  key: 'moves',
                  head: text('moves'),
                  cell: (row: Row) => (
                    <Moves row={row} onMove={(move) => setMoving({ row, move })} />
                  ),
                },
              ]
            : []),
        ]}
      />
      {moving !== null && (
        <MoveDialog
          year={period.year}
          row={moving.row}
          move={moving.move}
          name={nameOf(moving.row)}
          onClose={() => setMoving(null)}
          onMoved={() => {
            setMoving(null)
            onMoved()
          }}
        />
      )}
    </>
  )
}

/** What can be done; of what could be next and cannot be yet, why. */
function Moves({
  row,
  onMove,
}: {
  row: Row
  onMove: (move: Row['moves'][number]['move']) => void
}) {
  const text = usePeriodsText()
  const possible = row.moves.filter(({ refusal }) => refusal === null)
  const lock = row.moves.find(({ move }) => move === 'LOCK')
  return (
    <Group gap="xs">
      {possible.map(({ move }) => (
        <Button
          key={move}
          size="sm"
          variant={move === 'LOCK' ? 'filled' : 'default'}
          onClick={() => onMove(move)}
        >
          {text(`move_${move}`)}
        </Button>
      ))}
      {row.status === 'CLOSING' && lock !== undefined && lock.refusal !== null && (
        <Text size="sm" c="dimmed">
          {lock.refusal}
        </Text>
      )}
      {row.status === 'LOCKED' && (
        <Text size="sm" c="dimmed">
          {text('staysLocked')}
        </Text>
      )}
    </Group>
  )
}
