import { Button, Title } from '@mantine/core'
import { useState } from 'react'
import type { MatrixQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { Link } from '../../ui/Link.tsx'
import { useCoverageText } from './text.ts'

const SHOWN = 12

/** The gaps by name: who is paired and has had nothing. They stand before the grid, where they would have to be looked for. */
export function MatrixGaps({
  matrix: { agencies, streets },
  gaps,
}: {
  matrix: MatrixQuery['pairingMatrix']
  gaps: MatrixQuery['pairingMatrix']['cells']
}) {
  const text = useCoverageText()
  const formats = useFormats()
  const [showsAll, setShowsAll] = useState(false)
  if (gaps.length === 0) return null
  const sides = new Map([...agencies, ...streets].map((side) => [side.id, side]))
  const shown = showsAll ? gaps : gaps.slice(0, SHOWN)
  return (
    <section aria-labelledby="matrix-gaps" style={{ marginBottom: 16 }}>
      <Title order={3} size="h5" id="matrix-gaps" mb={4}>
        {text('gapsTitle', { count: formats.number(gaps.length) })}
      </Title>
      <DataTable
        caption={text('gapsTitle', { count: formats.number(gaps.length) })}
        rows={shown}
        keyOf={({ agencyId, streetId }) => `${agencyId} ${streetId}`}
        columns={[
          {
            key: 'pair',
            main: true,
            head: text('pairing'),
            cell: ({ agencyId, streetId, pairingId }) => {
              const name = `${sides.get(agencyId)?.name ?? ''} — ${sides.get(streetId)?.name ?? ''}`
              return pairingId == null ? name : <Link to={paths.pairing(pairingId)}>{name}</Link>
            },
          },
          {
            key: 'zone',
            head: text('zone'),
            cell: ({ agencyId }) => sides.get(agencyId)?.groupName ?? '—',
          },
          {
            key: 'district',
            head: text('district'),
            cell: ({ streetId }) => sides.get(streetId)?.groupName ?? '—',
          },
        ]}
      />
      {shown.length < gaps.length && (
        <Button variant="default" size="compact-md" mt="xs" onClick={() => setShowsAll(true)}>
          {text('showAllGaps', { count: formats.number(gaps.length) })}
        </Button>
      )}
    </section>
  )
}
