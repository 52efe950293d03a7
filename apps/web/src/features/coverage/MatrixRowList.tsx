import { NativeSelect } from '@mantine/core'
import type { MatrixQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { Link } from '../../ui/Link.tsx'
import { useCoverageText } from './text.ts'

/** On a phone: one agency at a time, with the streets that it is paired with or has met. */
export function MatrixRowList({
  matrix: { agencies, streets, cells },
  chosen,
  onChoose,
  recordsOf,
}: {
  matrix: MatrixQuery['pairingMatrix']
  chosen: string | null
  onChoose: (agencyId: string) => void
  recordsOf: (agencyId: string, streetId: string) => Record<string, unknown>
}) {
  const text = useCoverageText()
  const formats = useFormats()
  const agency = agencies.find(({ id }) => id === chosen) ?? agencies[0]
  if (agency === undefined) return null
  const nameOf = new Map(streets.map(({ id, name }) => [id, name]))
  return (
    <>
      <NativeSelect
        size="md"
        mb="sm"
        label={text('agency')}
        value={agency.id}
        data={agencies.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={({ currentTarget: { value } }) => onChoose(value)}
      />
      <DataTable
        caption={agency.name}
        rows={cells.filter(({ agencyId }) => agencyId === agency.id)}
        keyOf={({ streetId }) => streetId}
        columns={[
          {
            key: 'street',
            main: true,
            head: text('street'),
            cell: ({ streetId, pairingId }) => {
              const name = nameOf.get(streetId) ?? ''
              return pairingId == null ? name : <Link to={paths.pairing(pairingId)}>{name}</Link>
            },
          },
          {
            key: 'meetings',
            head: text('meetingCount'),
            cell: ({ streetId, meetings }) =>
              meetings === 0 ? (
                <b style={{ color: '#a61b1b' }}>{text('pairedNothing')}</b>
              ) : (
                <Link to={paths.records()} search={recordsOf(agency.id, streetId)}>
                  {formats.number(meetings)}
                </Link>
              ),
          },
          {
            key: 'last',
            head: text('lastDay'),
            cell: ({ lastDay }) => (lastDay === null ? '—' : formats.day(lastDay)),
          },
        ]}
      />
    </>
  )
}
