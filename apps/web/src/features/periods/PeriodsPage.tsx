import { useQuery } from '@apollo/client/react'
import { Button, Group, NativeSelect } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { paths } from '../../paths.ts'
import { useMay, useViewer } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useUiText } from '../../ui/text.ts'
import { Checklist } from './Checklist.tsx'
import { ExceptionList } from './ExceptionList.tsx'
import { OpenYearDialog } from './OpenYearDialog.tsx'
import { PeriodsDocument } from './period-queries.ts'
import { ReportRule } from './ReportRule.tsx'
import { usePeriodsText } from './text.ts'
import { YearTable } from './YearTable.tsx'

type Search = {
  year?: number | undefined
  quarter?: number | undefined
  record?: string | undefined
  state?: string | undefined
}

/** The programme years and their quarters: where they stand, what is left open, and for whom they are opened again. */
export function PeriodsPage() {
  const text = usePeriodsText()
  const ui = useUiText()
  const may = useMay()
  const viewer = useViewer()
  const navigate = useNavigate()
  const search: Search = useSearch({ strict: false })
  const [isOpening, setOpening] = useState(false)
  const { data, error, refetch } = useQuery(PeriodsDocument, { fetchPolicy: 'cache-and-network' })
  const periods = data?.periods
  const today = periods?.find((one) => one.startsOn <= viewer.today && viewer.today <= one.endsOn)
  const period = periods?.find(({ year }) => year === search.year) ?? today ?? periods?.[0]
  const quarter = period?.quarters.find((one) => one.quarter === search.quarter) ?? null
  const set = (part: Search) =>
    void navigate({ to: paths.periods(), search: { ...search, ...part }, replace: true })

  if (!may('periodChecklist') && !may('openProgrammeYear'))
    return <EmptyState title={ui('mayNotSee')} />
  return (
    <>
      <PageHeader
        title={text('title')}
        subtitle={text('subtitle')}
        actions={
          may('openProgrammeYear') && (
            <Button variant="default" onClick={() => setOpening(true)}>
              {text('openYear')}
            </Button>
          )
        }
      />
      {error && periods === undefined ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : periods === undefined ? (
        <Loading />
      ) : period === undefined ? (
        <EmptyState title={text('noYear')} hint={text('noYearHint')} />
      ) : (
        <>
          <Group className="paper no-print" mb="md">
            <NativeSelect
              size="md"
              label={text('year')}
              value={String(period.year)}
              data={periods.map(({ year }) => ({
                value: String(year),
                label: text('yearOf', { year: String(year) }),
              }))}
              onChange={({ currentTarget: { value } }) =>
                void navigate({ to: paths.periods(), search: { year: Number(value) } })
              }
            />
          </Group>
          <div className="paper">
            <YearTable period={period} onMoved={() => void refetch()} />
          </div>
          <ReportRule period={period} onSet={() => void refetch()} />
          {may('periodChecklist') && (
            <>
              <Checklist
                key={`${period.year} ${quarter?.quarter}`}
                period={period}
                quarter={quarter}
                onQuarter={(chosen) => set({ year: period.year, quarter: chosen ?? undefined })}
              />
              <ExceptionList
                period={period}
                record={search.record ?? null}
                state={search.state ?? null}
                onState={(state) => set({ year: period.year, state: state ?? undefined })}
                onRecordDone={() => set({ year: period.year, record: undefined })}
              />
            </>
          )}
        </>
      )}
      {isOpening && (
        <OpenYearDialog
          onClose={() => setOpening(false)}
          onOpened={(year) => {
            setOpening(false)
            void refetch()
            void navigate({ to: paths.periods(), search: { year } })
          }}
        />
      )}
    </>
  )
}
