import { useQuery } from '@apollo/client/react'
import { Button, Group, NativeSelect, Text, Title } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { HELP_AREAS } from '@gongjian/domain/vocabulary'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay, useViewer } from '../../platform/session.tsx'
import type { CoverageSearch } from '../../routes/address.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { FiguresAsOf } from '../../ui/FiguresAsOf.tsx'
import { countSet, Filters } from '../../ui/Filters.tsx'
import { Link } from '../../ui/Link.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import { Diagram } from './Diagram.tsx'
import { valueOf, WEIGHTS } from './pairs-layout.ts'
import type { Tie } from './pairs-layout.ts'
import { usePairsMapText } from './text.ts'

const SetupDocument = graphql(`
  query PairsMapSetup {
    periods {
      year
      startsOn
    }
    zones {
      id
      name
    }
  }
`)
const PairsMapDocument = graphql(`
  query PairsMap($year: Int!, $filter: CoverageFilter) {
    figuresAsOf(of: "pairingMatrix")
    pairingMatrix(year: $year, filter: $filter) {
      agencies {
        id
        name
      }
      streets {
        id
        name
      }
      cells {
        agencyId
        streetId
        isPaired
        pairingId
        meetings
        personTimes
        hours
      }
    }
  }
`)
const SHOWN = 40

/** Who is paired with whom, as two columns with ties between; the same as a list beside it, and alone on a phone. */
export function PairsMapPage() {
  const text = usePairsMapText()
  const ui = useUiText()
  const words = useWords()
  const formats = useFormats()
  const may = useMay()
  const { today } = useViewer()
  const navigate = useNavigate()
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  const search: CoverageSearch = useSearch({ strict: false })
  const [looked, setLooked] = useState<string | null>(null)
  const [showsAll, setShowsAll] = useState(false)
  const setup = useQuery(SetupDocument, { skip: !may('pairingMatrix') })
  const periods = setup.data?.periods ?? []
  const year = search.year ?? periods.find(({ startsOn }) => startsOn <= today)?.year ?? null
  const area = HELP_AREAS.find((one) => one === search.area) ?? null
  const weight = WEIGHTS.find((one) => one === search.weight) ?? 'meetings'
  const { data, previousData, error, refetch } = useQuery(PairsMapDocument, {
    variables: { year: year ?? 0, filter: { zoneId: search.zoneId ?? null, area } },
    skip: year === null || !may('pairingMatrix'),
    fetchPolicy: 'cache-and-network',
  })
  const set = (part: CoverageSearch) =>
    void navigate({ to: paths.pairsMap(), search: { ...search, ...part }, replace: true })

  if (!may('pairingMatrix')) return <EmptyState title={ui('mayNotSee')} />
  const problem = setup.error ?? error
  const matrix = (data ?? previousData)?.pairingMatrix
  if (problem && matrix === undefined)
    return <QueryProblem error={problem} onRetry={() => void refetch()} />
  if (setup.data === undefined || year === null) return <Loading />
  const nameOf = new Map(
    [...(matrix?.agencies ?? []), ...(matrix?.streets ?? [])].map(({ id, name }) => [id, name]),
  )
  const side = search.side === 'street' ? 'street' : 'agency'
  const choices = side === 'agency' ? matrix?.agencies : matrix?.streets
  const chosen = nameOf.has(search.at ?? '') ? (search.at ?? null) : null
  const active = narrow ? (chosen ?? choices?.[0]?.id ?? null) : (looked ?? chosen)
  const listed = (matrix?.cells ?? [])
    .filter(
      ({ agencyId, streetId }) => active === null || agencyId === active || streetId === active,
    )
    .toSorted((a, b) => valueOf(b, weight) - valueOf(a, weight))
  const shown = active === null && !showsAll ? listed.slice(0, SHOWN) : listed
  const recordsOf = ({ agencyId, streetId }: Tie) => ({
    organisationId: agencyId,
    partnerId: streetId,
    statuses: 'COUNTERSIGNED',
    year,
    areas: area ?? undefined,
  })
  const gaps = listed.filter(({ meetings }) => meetings === 0).length
  return (
    <>
      <PageHeader
        title={text('title')}
        subtitle={text('subtitle')}
        actions={<ExportMenu table="pairing-ties" filter={{ year, zoneId: search.zoneId, area }} />}
      />
      <Filters
        chosen={countSet(search.zoneId, area)}
        first={
          <NativeSelect
            size="md"
            label={text('weight')}
            value={weight}
            data={WEIGHTS.map((value) => ({ value, label: text(`weight_${value}`) }))}
            onChange={({ currentTarget: { value } }) =>
              set({ weight: value === 'meetings' ? undefined : value })
            }
          />
        }
      >
        <NativeSelect
          size="md"
          label={text('year')}
          value={String(year)}
          data={periods.map((period) => String(period.year))}
          onChange={({ currentTarget: { value } }) => set({ year: Number(value) })}
        />
        <NativeSelect
          size="md"
          label={text('zone')}
          value={search.zoneId ?? ''}
          data={[
            { value: '', label: ui('all') },
            ...setup.data.zones.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={({ currentTarget: { value } }) =>
            set({ zoneId: value || undefined, at: undefined })
          }
        />
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
      </Filters>
      <FiguresAsOf moment={(data ?? previousData)?.figuresAsOf} />
      {matrix === undefined ? (
        <Loading />
      ) : matrix.cells.length === 0 ? (
        <EmptyState title={text('noPairs')} hint={text('noPairsHint')} />
      ) : (
        <div className="pairs-map">
          {!narrow && (
            <section className="paper" aria-label={text('title')}>
              <Diagram
                matrix={matrix}
                weight={weight}
                chosen={chosen}
                onChoose={(id) => set({ at: id ?? undefined })}
                onLook={setLooked}
                onOpen={(tie) => {
                  if (tie.pairingId != null) void navigate({ to: paths.pairing(tie.pairingId) })
                  else void navigate({ to: paths.records(), search: recordsOf(tie) })
                }}
              />
            </section>
          )}
          <section className="paper pairs-list" aria-labelledby="pairs-list">
            <Title order={2} id="pairs-list" size="h4">
              {active === null ? text('listAll') : nameOf.get(active)}
            </Title>
            {narrow && (
              <Group grow mb="sm">
                <NativeSelect
                  size="md"
                  label={text('side')}
                  value={side}
                  data={[
                    { value: 'agency', label: text('agency') },
                    { value: 'street', label: text('street') },
                  ]}
                  onChange={({ currentTarget: { value } }) =>
                    set({ side: value === 'street' ? value : undefined, at: undefined })
                  }
                />
                <NativeSelect
                  size="md"
                  label={text(side)}
                  value={active ?? ''}
                  data={(choices ?? []).map(({ id, name }) => ({ value: id, label: name }))}
                  onChange={({ currentTarget: { value } }) => set({ at: value })}
                />
              </Group>
            )}
            <Text size="sm" mb="sm" aria-live="polite">
              {text('listWords', {
                pairs: formats.number(listed.length),
                sum: formats.number(listed.reduce((sum, tie) => sum + valueOf(tie, weight), 0)),
                what: text(`weight_${weight}`),
                gaps: formats.number(gaps),
              })}
            </Text>
            {!narrow && chosen !== null && (
              <Button
                variant="light"
                size="compact-md"
                mb="sm"
                onClick={() => set({ at: undefined })}
              >
                {text('showAll')}
              </Button>
            )}
            <DataTable
              caption={active === null ? text('listAll') : (nameOf.get(active) ?? '')}
              rows={shown}
              keyOf={({ agencyId, streetId }) => `${agencyId} ${streetId}`}
              columns={[
                {
                  key: 'pair',
                  main: true,
                  head: text('pair'),
                  cell: ({ agencyId, streetId, pairingId }) => {
                    const name =
                      active === null
                        ? `${nameOf.get(agencyId) ?? ''} — ${nameOf.get(streetId) ?? ''}`
                        : (nameOf.get(agencyId === active ? streetId : agencyId) ?? '')
                    return pairingId == null ? (
                      name
                    ) : (
                      <Link to={paths.pairing(pairingId)}>{name}</Link>
                    )
                  },
                },
                {
                  key: 'value',
                  head: text(`weight_${weight}`),
                  number: true,
                  cell: (tie) =>
                    tie.meetings === 0 ? (
                      <b style={{ color: '#a61b1b' }}>{text('pairedNothing')}</b>
                    ) : (
                      <Link to={paths.records()} search={recordsOf(tie)}>
                        {formats.number(valueOf(tie, weight))}
                      </Link>
                    ),
                },
              ]}
            />
            {shown.length < listed.length && (
              <Button variant="default" mt="sm" onClick={() => setShowsAll(true)}>
                {text('showRest', { count: formats.number(listed.length - shown.length) })}
              </Button>
            )}
          </section>
        </div>
      )}
    </>
  )
}
