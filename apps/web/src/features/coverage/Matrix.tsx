import { useQuery } from '@apollo/client/react'
import { Group, NativeSelect, Switch, Text, Title } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { reportMonth } from '@gongjian/domain/report-coverage'
import { HELP_AREAS } from '@gongjian/domain/vocabulary'
import { graphql } from '../../generated/gql.ts'
import type { MatrixQuery } from '../../generated/graphql.ts'
import { useFormats } from '../../platform/locale.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { FiguresAsOf } from '../../ui/FiguresAsOf.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import type { CoverageView } from './CoveragePage.tsx'
import { MatrixGaps } from './MatrixGaps.tsx'
import { MatrixGrid } from './MatrixGrid.tsx'
import { MatrixRowList } from './MatrixRowList.tsx'
import { useCoverageText } from './text.ts'

const MatrixDocument = graphql(`
  query Matrix($year: Int!, $filter: CoverageFilter) {
    figuresAsOf(of: "pairingMatrix")
    pairingMatrix(year: $year, filter: $filter) {
      agencies {
        id
        name
        groupName
      }
      streets {
        id
        name
        groupName
      }
      cells {
        agencyId
        streetId
        isPaired
        pairingId
        meetings
        lastDay
      }
    }
  }
`)

/** Agencies by streets: how often they met, and where a pairing has had nothing. */
export function Matrix({ year, filter, search, set }: CoverageView) {
  const text = useCoverageText()
  const ui = useUiText()
  const words = useWords()
  const formats = useFormats()
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  const area = HELP_AREAS.find((one) => one === search.area) ?? null
  const { data, previousData, error, refetch } = useQuery(MatrixDocument, {
    variables: { year, filter: { ...filter, area } },
    fetchPolicy: 'cache-and-network',
  })
  const matrix = (data ?? previousData)?.pairingMatrix
  if (error && matrix === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (matrix === undefined) return <Loading />
  const { cells, agencies, streets } = matrix
  const gaps = cells.filter(({ isPaired, meetings }) => isPaired && meetings === 0)
  const onlyGaps = search.gaps === true && gaps.length > 0
  const shown = onlyGaps ? withGapsOnly(matrix, gaps) : matrix
  const recordsOf = (agencyId: string, streetId: string) => ({
    organisationId: agencyId,
    partnerId: streetId,
    statuses: 'COUNTERSIGNED',
    year,
    areas: area ?? undefined,
    ...spanOf(filter),
  })
  return (
    <section className="paper" aria-labelledby="matrix">
      <Group justify="space-between" mb="xs">
        <Title order={2} id="matrix">
          {text('view_matrix')}
        </Title>
        <ExportMenu
          table="pairing-matrix"
          filter={{
            year,
            area,
            zoneId: search.zoneId,
            organisationId: search.organisationId,
            monthFrom: search.monthFrom,
            monthTo: search.monthTo,
          }}
        />
      </Group>
      <Group align="flex-end" gap="sm" mb="sm" className="no-print">
        <NativeSelect
          size="md"
          label={text('area')}
          value={area ?? ''}
          data={[
            { value: '', label: ui('all') },
            ...HELP_AREAS.map((value) => ({ value, label: words.area(value) })),
          ]}
          onChange={({ currentTarget: { value } }) => set({ area: value || undefined })}
        />
        {gaps.length > 0 && (
          <Switch
            label={text('onlyGaps')}
            checked={onlyGaps}
            onChange={({ currentTarget: { checked } }) => set({ gaps: checked || undefined })}
            mb={10}
          />
        )}
      </Group>
      {cells.length === 0 ? (
        <EmptyState title={text('noPairs')} hint={text('noPairsHint')} />
      ) : (
        <>
          <FiguresAsOf moment={(data ?? previousData)?.figuresAsOf} />
          <Text size="sm" mb="sm">
            {text('matrixWords', {
              agencies: formats.number(agencies.length),
              streets: formats.number(streets.length),
              pairs: formats.number(cells.filter(({ isPaired }) => isPaired).length),
              gaps: formats.number(gaps.length),
            })}
          </Text>
          <MatrixGaps matrix={matrix} gaps={gaps} />
          {narrow ? (
            <MatrixRowList
              matrix={shown}
              chosen={search.at ?? null}
              onChoose={(at) => set({ at })}
              recordsOf={recordsOf}
            />
          ) : (
            <MatrixGrid matrix={shown} recordsOf={recordsOf} />
          )}
        </>
      )}
    </section>
  )
}

/** The agencies and the streets that have a pairing without anything, and what lies between them. */
function withGapsOnly(
  matrix: MatrixQuery['pairingMatrix'],
  gaps: MatrixQuery['pairingMatrix']['cells'],
): MatrixQuery['pairingMatrix'] {
  const kept = new Set(gaps.flatMap(({ agencyId, streetId }) => [agencyId, streetId]))
  return {
    ...matrix,
    agencies: matrix.agencies.filter(({ id }) => kept.has(id)),
    streets: matrix.streets.filter(({ id }) => kept.has(id)),
    cells: matrix.cells.filter(
      ({ agencyId, streetId }) => kept.has(agencyId) && kept.has(streetId),
    ),
  }
}

/** The days of the chosen months, as the list of records asks for them. */
export function spanOf({
  monthFrom,
  monthTo,
}: {
  monthFrom: string | null
  monthTo: string | null
}): { dayFrom?: string; dayTo?: string } {
  return {
    ...(monthFrom ? { dayFrom: `${monthFrom}-01` } : {}),
    ...(monthTo ? { dayTo: reportMonth(monthTo).endsOn } : {}),
  }
}
