import { useQuery } from '@apollo/client/react'
import { NativeSelect } from '@mantine/core'
import { monthsBetween } from '@gongjian/domain/calendar-day'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { graphql } from '../../generated/gql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay, useViewer } from '../../platform/session.tsx'
import type { CoverageSearch } from '../../routes/address.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { countSet, Filters } from '../../ui/Filters.tsx'
import { Link } from '../../ui/Link.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useUiText } from '../../ui/text.ts'
import { LateReports } from './LateReports.tsx'
import { Matrix } from './Matrix.tsx'
import { ReportRates } from './ReportRates.tsx'
import { useCoverageText } from './text.ts'
import { Waiting } from './Waiting.tsx'

const SetupDocument = graphql(`
  query CoverageSetup {
    periods {
      year
      startsOn
      endsOn
    }
    zones {
      id
      name
    }
  }
`)
const views = ['rates', 'late', 'waiting', 'matrix'] as const

/** What a part of the page is given: what was chosen, and how to choose. */
export type CoverageView = {
  year: number
  filter: {
    zoneId: string | null
    organisationId: string | null
    monthFrom: string | null
    monthTo: string | null
  }
  search: CoverageSearch
  set: (part: CoverageSearch) => void
}

/** Who reports and who does not, with whom records wait, and who met whom. */
export function CoveragePage() {
  const text = useCoverageText()
  const ui = useUiText()
  const formats = useFormats()
  const may = useMay()
  const { today } = useViewer()
  const navigate = useNavigate()
  const search: CoverageSearch = useSearch({ strict: false })
  const { data, error, refetch } = useQuery(SetupDocument, { skip: !may('reportCoverage') })
  const set = (part: CoverageSearch) =>
    void navigate({ to: paths.coverage(), search: { ...search, ...part }, replace: true })

  if (!may('reportCoverage')) return <EmptyState title={ui('mayNotSee')} />
  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading />
  const view = views.find((one) => one === search.view) ?? 'rates'
  const period =
    data.periods.find(({ year }) => year === search.year) ??
    data.periods.find(({ startsOn }) => startsOn <= today)
  const months = period ? monthsBetween(period.startsOn, period.endsOn) : []
  const monthChoice = [
    { value: '', label: ui('all') },
    ...months.map((month) => ({ value: month, label: formats.month(month) })),
  ]
  const shared: CoverageView = {
    year: period?.year ?? 0,
    filter: {
      zoneId: search.zoneId ?? null,
      organisationId: search.organisationId ?? null,
      monthFrom: search.monthFrom ?? null,
      monthTo: search.monthTo ?? null,
    },
    search,
    set,
  }
  const { zoneId, monthFrom, monthTo, year, organisationId } = search
  return (
    <>
      <PageHeader title={text('title')} subtitle={text(`subtitle_${view}`)} />
      <nav
        aria-label={text('views')}
        className="no-print"
        style={{ display: 'flex', flexWrap: 'wrap', gap: '0 18px', marginBottom: 12 }}
      >
        {views.map((one) => (
          <Link
            key={one}
            to={paths.coverage()}
            search={{
              view: one === 'rates' ? undefined : one,
              year,
              zoneId,
              organisationId,
              monthFrom,
              monthTo,
            }}
            aria-current={one === view ? 'page' : undefined}
          >
            <span
              style={{
                display: 'inline-block',
                padding: '10px 0',
                fontWeight: one === view ? 700 : 400,
                borderBottom: one === view ? '3px solid currentColor' : '3px solid transparent',
              }}
            >
              {text(`view_${one}`)}
            </span>
          </Link>
        ))}
      </nav>
      <Filters
        chosen={countSet(zoneId, monthFrom, monthTo)}
        first={
          view === 'waiting' ? (
            <ZoneChoice />
          ) : (
            <NativeSelect
              size="md"
              label={text('year')}
              value={String(shared.year)}
              data={data.periods.map((one) => String(one.year))}
              onChange={({ currentTarget: { value } }) =>
                set({ year: Number(value), monthFrom: undefined, monthTo: undefined })
              }
            />
          )
        }
      >
        {view !== 'waiting' && (
          <>
            <ZoneChoice />
            <NativeSelect
              size="md"
              label={text('monthFrom')}
              value={monthFrom ?? ''}
              data={monthChoice}
              onChange={({ currentTarget: { value } }) => set({ monthFrom: value || undefined })}
            />
            <NativeSelect
              size="md"
              label={text('monthTo')}
              value={monthTo ?? ''}
              data={monthChoice}
              onChange={({ currentTarget: { value } }) => set({ monthTo: value || undefined })}
            />
          </>
        )}
      </Filters>
      {view === 'rates' && <ReportRates {...shared} />}
      {view === 'late' && <LateReports {...shared} />}
      {view === 'waiting' && <Waiting {...shared} />}
      {view === 'matrix' && <Matrix {...shared} />}
    </>
  )

  function ZoneChoice() {
    return (
      <NativeSelect
        size="md"
        label={text('zone')}
        value={zoneId ?? ''}
        data={[
          { value: '', label: ui('all') },
          ...(data?.zones ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={({ currentTarget: { value } }) => set({ zoneId: value || undefined })}
      />
    )
  }
}
