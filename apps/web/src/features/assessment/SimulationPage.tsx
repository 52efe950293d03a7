import { useMutation, useQuery } from '@apollo/client/react'
import { Button, Group, List, NativeSelect, Text, Title } from '@mantine/core'
import { isUnderWay } from '@gongjian/domain/run-actions'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { v7 as newId } from 'uuid'
import { paths } from '../../paths.ts'
import { useAskAgain } from '../../platform/ask-again.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Link } from '../../ui/Link.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useUiText } from '../../ui/text.ts'
import { useSending } from '../../ui/use-sending.ts'
import { useWords } from '../../ui/words.ts'
import { RunProgress } from './RunProgress.tsx'
import {
  CancelSimulationDocument,
  SimulationDocument,
  SimulationSetupDocument,
  StartSimulationDocument,
} from './simulation-queries.ts'
import { SimulationResult } from './SimulationResult.tsx'
import { useAssessmentText } from './text.ts'

type Search = {
  simulation?: string | undefined
  year?: number | undefined
  /** A scheme's id and a year, as '… 2008'; 'none'. */
  other?: string | undefined
}
const askAgainMilliseconds = 700

/** What a scheme would give, also a draft, before it counts: on its year or the one before, beside another. */
export function SimulationPage() {
  const text = useAssessmentText()
  const ui = useUiText()
  const words = useWords()
  const formats = useFormats()
  const may = useMay()
  const navigate = useNavigate()
  const { id = '' } = useParams({ strict: false })
  const search: Search = useSearch({ strict: false })
  const setup = useQuery(SimulationSetupDocument, {
    variables: { id },
    skip: !may('assessmentSimulations'),
    fetchPolicy: 'cache-and-network',
  })
  const earlier = setup.data?.assessmentSimulations ?? []
  const shownId = search.simulation ?? earlier[0]?.id ?? null
  const shown = useQuery(SimulationDocument, {
    variables: { id: shownId ?? '' },
    skip: shownId === null,
    fetchPolicy: 'cache-and-network',
  })
  const simulation = shown.data?.assessmentSimulation ?? null
  const isWorking = simulation !== null && isUnderWay(simulation.state)
  useAskAgain(isWorking, shown, askAgainMilliseconds)
  const [start] = useMutation(StartSimulationDocument)
  const [cancel] = useMutation(CancelSimulationDocument)
  const { send, sending, errors, failure } = useSending()

  if (!may('assessmentSimulations')) return <EmptyState title={ui('mayNotSee')} />
  if (setup.error && setup.data === undefined)
    return <QueryProblem error={setup.error} onRetry={() => void setup.refetch()} />
  if (setup.data === undefined) return <Loading />
  const scheme = setup.data.assessmentScheme
  if (!scheme) return <EmptyState title={text('notFound')} hint={text('notFoundHint')} />
  const years = setup.data.periods
    .map(({ year }) => year)
    .filter((year) => year === scheme.programmeYear || year === scheme.programmeYear - 1)
  const year = years.find((one) => one === search.year) ?? scheme.programmeYear
  const others = setup.data.assessmentSchemes.edges
    .map(({ node }) => node)
    .filter(({ kind }) => kind === scheme.kind)
    .flatMap((other) =>
      years
        .filter((one) => other.id !== id || one !== year)
        // Another scheme is set beside it on the same year; the same one on the other year.
        .filter((one) => other.id === id || one === year)
        .map((one) => ({
          value: `${other.id} ${one}`,
          label: text('otherChoice', {
            title: other.title || text('untitled'),
            revision: other.revision,
            status: text(`status_${other.status}`),
            year: one,
          }),
          isInForce: other.status === 'IN_FORCE' && other.id !== id,
        })),
    )
  const other =
    search.other === 'none'
      ? ''
      : ((others.find(({ value }) => value === search.other) ?? others.find((one) => one.isInForce))
          ?.value ?? '')
  const set = (part: Search) =>
    void navigate({
      to: paths.assessmentSimulation(id),
      search: { ...search, ...part },
      replace: true,
    })

  async function begin() {
    const simulationId = newId()
    const [otherSchemeId = null, otherYear = null] = other === '' ? [] : other.split(' ')
    const isBegun = await send(
      async () =>
        (
          await start({
            variables: {
              input: {
                id: simulationId,
                schemeId: id,
                programmeYear: year,
                otherSchemeId,
                otherYear: otherYear === null ? null : Number(otherYear),
              },
            },
          })
        ).data?.startAssessmentSimulation,
    )
    if (!isBegun) return
    set({ simulation: simulationId })
    await setup.refetch()
  }
  async function stop(simulationId: string) {
    await send(
      async () =>
        (await cancel({ variables: { input: { id: simulationId } } })).data
          ?.cancelAssessmentSimulation,
    )
    await shown.refetch()
  }
  const fieldMessages = Object.entries(errors).filter(([path]) => path !== 'otherSchemeId')
  return (
    <>
      <PageHeader
        title={text('simulationTitle', { scheme: scheme.title || text('untitled') })}
        subtitle={
          <>
            {words.organisationKind(scheme.kind)} · {scheme.programmeYear} ·{' '}
            {text('revisionNumber', { number: scheme.revision })} ·{' '}
            <Link to={paths.assessmentScheme(id)}>{text('theScheme')}</Link>
          </>
        }
      />
      <Text c="dimmed" size="sm" mb="sm">
        {text('simulationHint')}
      </Text>
      <FailureNotice message={failure} />
      {fieldMessages.length > 0 && (
        <FailureNotice title={text('simulationNeedsSound')}>
          <List size="sm">
            {fieldMessages.map(([path, message]) => (
              <List.Item key={path}>{message}</List.Item>
            ))}
          </List>
        </FailureNotice>
      )}
      {may('startAssessmentSimulation') && (
        <Group className="paper no-print" align="flex-end" mb="md">
          <NativeSelect
            size="md"
            label={text('simulationYear')}
            value={String(year)}
            data={years.map(String)}
            onChange={({ currentTarget: { value } }) =>
              set({ year: Number(value), other: undefined })
            }
          />
          <NativeSelect
            size="md"
            label={text('simulationOther')}
            style={{ flex: '1 1 260px' }}
            value={other}
            error={errors['otherSchemeId']}
            data={[{ value: '', label: text('noComparison') }, ...others]}
            onChange={({ currentTarget: { value } }) =>
              set({ other: value === '' ? 'none' : value })
            }
          />
          <Button size="md" loading={sending} onClick={() => void begin()}>
            {text('startSimulation')}
          </Button>
        </Group>
      )}
      {shownId === null ? (
        <EmptyState
          title={text('noSimulations')}
          hint={may('startAssessmentSimulation') ? text('noSimulationsHint') : text('noRunsWait')}
        />
      ) : shown.error && shown.data === undefined ? (
        <QueryProblem error={shown.error} onRetry={() => void shown.refetch()} />
      ) : shown.data === undefined ? (
        <Loading />
      ) : simulation === null ? (
        <EmptyState title={text('notFound')} hint={text('noSimulationsHint')} />
      ) : isWorking ? (
        <div className="paper">
          <RunProgress
            state={simulation.state}
            done={simulation.doneOrganisations}
            total={simulation.totalOrganisations}
            onStop={simulation.mayCancel ? () => void stop(simulation.id) : null}
          />
        </div>
      ) : simulation.state === 'DONE' ? (
        <SimulationResult
          key={simulation.id}
          simulation={simulation}
          isOld={simulation.side.version !== scheme.version}
        />
      ) : (
        <EmptyState
          title={simulation.problemMessage ?? text(`state_${simulation.state}`)}
          hint={text('noSimulationsHint')}
        />
      )}
      {earlier.length > 1 && (
        <section className="paper no-print" aria-labelledby="earlier" style={{ marginTop: 16 }}>
          <Title order={2} size="h3" id="earlier" mb="sm">
            {text('earlierSimulations')}
          </Title>
          <List size="sm" spacing={6}>
            {earlier.map((one) => (
              <List.Item key={one.id}>
                <Link
                  to={paths.assessmentSimulation(id)}
                  search={{ ...search, simulation: one.id }}
                >
                  {formats.moment(one.startedAt)}
                </Link>{' '}
                {text('earlierWords', {
                  name: one.startedByName,
                  year: one.side.programmeYear,
                  other: one.other
                    ? text('earlierOther', {
                        title: one.other.title,
                        year: one.other.programmeYear,
                      })
                    : '',
                })}
              </List.Item>
            ))}
          </List>
        </section>
      )}
    </>
  )
}
