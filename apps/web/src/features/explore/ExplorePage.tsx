import { useQuery } from '@apollo/client/react'
import { Button, Group, List, SegmentedControl, Text, Title } from '@mantine/core'
import { plansOfCell, recordsOfCell } from '@gongjian/domain/cell-contents'
import { figureOf } from '@gongjian/domain/explore-measures'
import { exploreAddress, readExploreQuestion } from '@gongjian/domain/explore-question'
import type { ExploreAddress, ExploreQuestion } from '@gongjian/domain/explore-question'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useRef } from 'react'
import { graphql } from '../../generated/gql.ts'
import { paths } from '../../paths.ts'
import { problemOf } from '../../platform/apollo.ts'
import { useLiveQueries } from '../../platform/live.ts'
import { useMay, useViewer } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { FiguresAsOf } from '../../ui/FiguresAsOf.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import { ExploreDocument } from './answer-document.ts'
import type { Column, Row } from './answer-document.ts'
import { chartShape, leftOut, showsOf, viewsOf } from './chart-shape.ts'
import { ExploreChart } from './ExploreChart.tsx'
import { ExploreTable } from './ExploreTable.tsx'
import type { Behind } from './ExploreTable.tsx'
import { QuestionForm } from './QuestionForm.tsx'
import { questionTitle } from './question-title.ts'
import { QuestionLinks } from './QuestionLinks.tsx'
import { rememberQuestion } from './recent-questions.ts'
import { saveChart } from './save-chart.ts'
import { SavedViewsMenu } from './SavedViewsMenu.tsx'
import { useExploreText } from './text.ts'
import { useExploreWords } from './use-explore-words.ts'
import { useScopeWords } from './use-scope-words.ts'

const SetupDocument = graphql(`
  query ExploreSetup($organisationId: ID!, $withOrganisation: Boolean!) {
    periods {
      year
      startsOn
      endsOn
      quarters {
        quarter
        startsOn
        endsOn
      }
    }
    zones {
      id
      name
    }
    catalogue {
      code
      name
      unit
      area
      kind
    }
    organisation(id: $organisationId) @include(if: $withOrganisation) {
      id
      name
      code
      kind
    }
  }
`)
/** Who looks at an answer for so long wants to find it again. */
const LOOKED_AT_MS = 6000
const nobody = '00000000-0000-0000-0000-000000000000'

/** What the API is asked: how it is shown is the page's own affair, but for what comes to one head. */
function asked({ view: _view, show, order, ...question }: ExploreQuestion) {
  return { ...question, order, perHead: show === 'PER_HEAD' }
}

/** Any figure by one or two dimensions, as table and as picture; the address holds the whole question. */
export function ExplorePage() {
  const text = useExploreText()
  const ui = useUiText()
  const terms = useWords()
  const may = useMay()
  const viewer = useViewer()
  const navigate = useNavigate()
  const picture = useRef<SVGSVGElement>(null)
  const lastChanged = useRef('')
  const scope = useScopeWords()
  const search: ExploreAddress = useSearch({ strict: false })
  const id = String(search.organisationId ?? '')
  const setup = useQuery(SetupDocument, {
    variables: { organisationId: id || nobody, withOrganisation: /^[\da-f-]{36}$/i.test(id) },
    skip: !may('explore'),
  })
  const known = setup.data ?? setup.previousData
  const indicators = known?.catalogue ?? []
  const words = useExploreWords(indicators)
  const codes = useMemo(() => new Set(known?.catalogue.map(({ code }) => code)), [known?.catalogue])
  const { question, problems } = readExploreQuestion(search, codes)
  const { data, previousData, error, loading, refetch, fetchMore } = useQuery(ExploreDocument, {
    variables: { question: asked(question), after: null },
    skip: known === undefined || !may('explore'),
    fetchPolicy: 'cache-and-network',
    notifyOnNetworkStatusChange: true,
  })
  useLiveQueries(['Explore'])
  const address = JSON.stringify(exploreAddress(question))
  const isAnswered = data !== undefined && problems.length === 0
  useEffect(() => {
    if (!isAnswered || address === '{}') return
    const timer = setTimeout(() => {
      rememberQuestion(viewer.id, readExploreQuestion(JSON.parse(address), codes).question)
    }, LOOKED_AT_MS)
    return () => clearTimeout(timer)
  }, [address, isAnswered, viewer.id, codes])
  if (!may('explore')) return <EmptyState title={ui('mayNotSee')} />
  if (setup.error && known === undefined)
    return <QueryProblem error={setup.error} onRetry={() => void setup.refetch()} />
  if (known === undefined) return <Loading />

  const set = (part: ExploreAddress) => {
    const { question: next } = readExploreQuestion({ ...exploreAddress(question), ...part }, codes)
    // Going back leads to the question before; walking through the choices of one field is one step.
    const changed = Object.keys(part).join()
    const replace = changed === lastChanged.current
    lastChanged.current = changed
    void navigate({ to: paths.explore(), search: exploreAddress(fitting(next)), replace })
  }
  const shown = data ?? (error ? undefined : previousData)
  const answer = shown?.explore
  const rows = answer?.rows.edges.map(({ node }) => node) ?? []
  const views = viewsOf(question)
  const view = views.find((one) => one === question.view) ?? 'TABLE'
  const organisation = question.organisationId === null ? null : (known.organisation ?? null)
  const title = questionTitle(question, words)
  const kept = Object.fromEntries(
    Object.entries(exploreAddress(question)).map(([field, value]) => [field, String(value)]),
  )
  const isEmpty =
    answer !== undefined &&
    Number(answer.total.above) === 0 &&
    Number(answer.total.below) === 0 &&
    Number(answer.total.aboveBefore) === 0
  const linkOf = (row: Row | null, column: Column | null): Behind | null => {
    if (answer === undefined) return null
    const parts = [
      ...(row === null ? [] : [{ dimension: question.by, key: row.key, id: row.memberId ?? null }]),
      ...(column === null || question.across === null
        ? []
        : [{ dimension: question.across, key: column.key, id: column.memberId ?? null }]),
    ]
    const cell = [question, answer.span, parts, known.periods, organisation] as const
    const plans = may('plans') ? plansOfCell(...cell) : null
    if (plans !== null) return { to: paths.plans(), search: plans }
    const records = may('activities') ? recordsOfCell(...cell) : null
    return records === null ? null : { to: paths.records(), search: records }
  }
  const more = () =>
    void fetchMore({
      variables: { after: answer?.rows.pageInfo.endCursor ?? null },
      updateQuery: (before, { fetchMoreResult }) => ({
        ...before,
        explore: {
          ...fetchMoreResult.explore,
          rows: {
            ...fetchMoreResult.explore.rows,
            edges: [...before.explore.rows.edges, ...fetchMoreResult.explore.rows.edges],
          },
        },
      }),
    })
  const unit =
    answer === undefined
      ? ''
      : question.show === 'SHARE'
        ? text('show_SHARE')
        : question.show === 'PER_HEAD'
          ? text('perHead', { unit: words.unitOf(answer) })
          : words.unitOf(answer)
  const out =
    answer === undefined || view === 'TABLE' ? null : leftOut(answer, question, rows, view)
  const said =
    answer === undefined ? '' : words.sentences(answer, question).join(text('sentenceEnd'))
  const told = said === '' ? '' : `${said}${text('sentenceEnd')}`.trim()
  const chosen = [
    known.zones.find((zone) => zone.id === question.zoneId)?.name,
    organisation?.name,
    question.kind && terms.kind(question.kind),
    question.area && terms.area(question.area),
    question.direction && terms.direction(question.direction),
  ].filter((one) => typeof one === 'string')
  const filteredBy = text('filteredBy', { filters: words.formats.names(chosen) })
  const isOutOfSight =
    question.organisationId !== null && setup.data !== undefined && organisation === null
  const lacksHeads =
    question.show === 'PER_HEAD' &&
    rows.some(({ heads, total }) => !heads && Number(total.above) !== 0)

  return (
    <>
      <PageHeader
        title={text('title')}
        subtitle={text('subtitle')}
        actions={
          <>
            <SavedViewsMenu search={kept} />
            <ExportMenu table="explore" filter={exploreAddress(question)} />
          </>
        }
      />
      {problems.length > 0 && (
        <FailureNotice color="yellow" title={text('unknownTitle')}>
          <List size="sm">
            {problems.map(({ field, value }) => (
              <List.Item key={field}>{text('unknown', { field, value })}</List.Item>
            ))}
          </List>
          <Button size="compact-md" variant="default" mt="xs" onClick={() => set({})}>
            {text('useDefault')}
          </Button>
        </FailureNotice>
      )}
      <QuestionLinks
        userId={viewer.id}
        indicators={codes}
        words={words}
        present={address}
        onFollow={() => {
          lastChanged.current = ''
        }}
      />
      <QuestionForm
        question={question}
        set={set}
        words={words}
        indicators={indicators.map((one) => ({ ...one, area: one.area ?? null }))}
        years={known.periods.map(({ year }) => year)}
        present={viewer.programmeYear}
        zones={known.zones}
        organisation={organisation}
      />
      <section className="paper" aria-labelledby="answer">
        <Group justify="space-between" align="flex-start" mb="sm">
          <Title order={2} id="answer">
            {title}
            {answer && unit !== '' && (
              <Text span c="dimmed" size="md">
                {text('inUnit', { unit })}
              </Text>
            )}
          </Title>
          <Group gap="xs" className="no-print" maw="100%">
            <div style={{ overflowX: 'auto', maxWidth: '100%' }}>
              <SegmentedControl
                aria-label={text('view')}
                value={view}
                onChange={(value) => set({ view: value, ...orderFor(question, value) })}
                data={views.map((value) => ({ value, label: text(`view_${value}`) }))}
              />
            </div>
            {view !== 'TABLE' &&
              (['svg', 'png'] as const).map((format) => (
                <Button
                  key={format}
                  variant="default"
                  onClick={() => {
                    if (picture.current)
                      void saveChart(
                        picture.current,
                        {
                          title: unit === '' ? title : title + text('inUnit', { unit }),
                          lines: [told, ...(chosen.length > 0 ? [filteredBy] : [])],
                          source: `${scope.line} ${text('source', { city: viewer.city.name, moment: words.formats.moment(viewer.now) })}`,
                        },
                        title,
                        format,
                      )
                  }}
                >
                  {text(`save_${format}`)}
                </Button>
              ))}
          </Group>
        </Group>
        {error && answer === undefined ? (
          problemOf(error)?.code === 'NO_SUCH_YEAR' ? (
            <EmptyState
              title={text('noYear')}
              hint={text('noYearHint')}
              action={
                <Button
                  variant="default"
                  onClick={() =>
                    set({ year: undefined, toYear: undefined, from: undefined, to: undefined })
                  }
                >
                  {text('presentYear')}
                </Button>
              }
            />
          ) : (
            <QueryProblem error={error} onRetry={() => void refetch()} />
          )
        ) : answer === undefined ? (
          <Loading />
        ) : isOutOfSight ? (
          <EmptyState
            title={text('notInSight')}
            hint={text('notInSightHint')}
            action={
              <Button variant="default" onClick={() => set({ organisationId: undefined })}>
                {text('withoutOrganisation')}
              </Button>
            }
          />
        ) : isEmpty ? (
          <EmptyState
            title={text('nothing')}
            hint={
              scope.isWhole ? text('nothingHint') : text('nothingInSight', { scope: scope.name })
            }
            action={
              <Button variant="default" onClick={() => set(withoutFilters)}>
                {text('clearFilters')}
              </Button>
            }
          />
        ) : (
          <>
            <FiguresAsOf moment={shown?.figuresAsOf} />
            <Text mb={4} role="status">
              {told}
            </Text>
            <Text size="sm" c="dimmed" mb="md">
              {scope.line}
              {chosen.length > 0 && ` ${filteredBy}`}
              <span className="print-only">
                {' '}
                {text('printed', { moment: words.formats.moment(viewer.now) })}
              </span>
            </Text>
            {view !== 'TABLE' && (
              <div style={{ marginBottom: 18 }}>
                <ExploreChart
                  view={view}
                  shape={chartShape(answer, question, rows, words, view)}
                  title={title}
                  words={told}
                  svgRef={picture}
                />
                {out !== null && (
                  <Text size="sm" c="dimmed" mt={4}>
                    {out.rest === null
                      ? text('pictureOf', { count: words.formats.number(out.shown.length) })
                      : text('pictureWithRest', {
                          count: words.formats.number(out.shown.length),
                          value: words.value(answer, 'VALUE', Number(out.rest.value ?? 0)),
                          unit: words.unitOf(answer),
                          share: shareOf(out.rest.above, answer.total.above, words.percent),
                        })}
                  </Text>
                )}
              </div>
            )}
            <ExploreTable
              answer={answer}
              question={question}
              rows={rows}
              words={words}
              linkOf={linkOf}
              onOrder={(order) => set({ order })}
            />
            <LoadMore
              hasNextPage={answer.rows.pageInfo.hasNextPage}
              loading={loading}
              onMore={more}
            />
            <Text size="sm" c="dimmed" mt="sm">
              {text(figureOf(question.measure)?.source === 'PAIRINGS' ? 'basisPairings' : 'basis')}
              {lacksHeads && text('unknownHeads')}
            </Text>
          </>
        )}
      </section>
    </>
  )
}

const shareOf = (part: string, whole: string, percent: (value: number) => string) =>
  Number(whole) === 0 ? '—' : percent(Number(part) / Number(whole))

const withoutFilters: ExploreAddress = {
  zoneId: undefined,
  organisationId: undefined,
  area: undefined,
  kind: undefined,
  direction: undefined,
  from: undefined,
  to: undefined,
}

/** A question whose parts go together, as what is shown and which picture there is. */
function fitting(question: ExploreQuestion): ExploreQuestion {
  return {
    ...question,
    show: showsOf(question).includes(question.show) ? question.show : 'VALUE',
    view: viewsOf(question).includes(question.view) ? question.view : 'TABLE',
  }
}

/** Of many organisations a picture draws those with the most, if no other order was chosen. */
function orderFor({ by, order }: ExploreQuestion, view: string): ExploreAddress {
  const isOfMany = by === 'AGENCY' || by === 'BRANCH' || by === 'STREET' || by === 'COMMUNITY'
  return view !== 'TABLE' && order === 'FIXED' && isOfMany ? { order: 'MOST' } : {}
}
