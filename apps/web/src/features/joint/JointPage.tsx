import { useMutation, useQuery } from '@apollo/client/react'
import { Button, Group, Text } from '@mantine/core'
import { closeRefusal } from '@gongjian/domain/joint-actions'
import { isUnderWay } from '@gongjian/domain/run-actions'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
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
import { ResultActions } from '../appeals/ResultActions.tsx'
import { BodyTable } from './BodyTable.tsx'
import { CloseScoringDocument, JointAssessmentDocument, RemindDocument } from './joint-queries.ts'
import { LeaveOutDialog } from './LeaveOutDialog.tsx'
import type { LeftOut } from './LeaveOutDialog.tsx'
import { useJointText } from './text.ts'

const askAgainMilliseconds = 1000

/** One joint assessment: who has delivered, and what the committee does next. */
export function JointPage() {
  const text = useJointText()
  const ui = useUiText()
  const formats = useFormats()
  const may = useMay()
  const { id = '' } = useParams({ strict: false })
  const { data, error, refetch, startPolling, stopPolling } = useQuery(JointAssessmentDocument, {
    variables: { id },
    skip: !may('jointAssessment'),
    fetchPolicy: 'cache-and-network',
  })
  const isWorking = isUnderWay(data?.jointAssessment?.resultRun?.state ?? 'DONE')
  useAskAgain(isWorking, { startPolling, stopPolling }, askAgainMilliseconds)
  const [remind] = useMutation(RemindDocument)
  const [close] = useMutation(CloseScoringDocument)
  const { send, sending, failure } = useSending()
  const [isReminded, setReminded] = useState(false)
  const [leaving, setLeaving] = useState<LeftOut | null>(null)
  const [runId] = useState(() => newId())
  if (!may('jointAssessment')) return <EmptyState title={ui('mayNotSee')} />
  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading />
  const joint = data.jointAssessment
  if (!joint) return <EmptyState title={text('notFound')} hint={text('notFoundHint')} />
  const { state, bodies } = joint
  const isScoring = state === 'SCORING'
  const refusal = closeRefusal(state, bodies)
  const mayDecide = may('closeJointScoring') && isScoring

  return (
    <>
      <PageHeader
        title={text('jointTitle', { scheme: joint.scheme?.title ?? '' })}
        subtitle={
          <>
            {text(`state_${state}`)} · {text('dueBy', { day: formats.day(joint.dueOn) })} ·{' '}
            {text('openedBy', { name: joint.openedByName, at: formats.moment(joint.openedAt) })}
          </>
        }
        actions={
          mayDecide && (
            <Group gap="sm">
              <Button
                variant="default"
                loading={sending}
                disabled={refusal === null}
                onClick={() =>
                  void send(
                    async () =>
                      (await remind({ variables: { input: { id } } })).data?.remindJointBodies,
                  ).then(setReminded)
                }
              >
                {text('remind')}
              </Button>
              <Button
                loading={sending}
                disabled={refusal !== null}
                onClick={() =>
                  void send(
                    async () =>
                      (await close({ variables: { input: { id, runId } } })).data
                        ?.closeJointScoring,
                  ).then(() => refetch())
                }
              >
                {text('closeScoring')}
              </Button>
            </Group>
          )
        }
      />
      <FailureNotice message={failure} />
      {isReminded && <FailureNotice color="blue" message={text('reminded')} />}
      {joint.isLate && <FailureNotice color="yellow" message={text('lateHint')} />}
      {mayDecide && refusal === 'BODIES_STILL_MARK' && (
        <Text size="sm" c="dimmed" mb="sm">
          {text('stillMark', {
            count: bodies.filter((body) => body.state === 'MARKING').length,
          })}
        </Text>
      )}
      {joint.resultRun && (
        <p>
          <Link to={paths.assessmentRun(joint.resultRun.id)}>{text('result')}</Link>
          {joint.resultRun.previousRunId && (
            <>
              {' · '}
              <Link to={paths.runMoves(joint.resultRun.id)}>{text('moves')}</Link>
            </>
          )}
          {may('designations') && joint.scheme?.kind === 'AGENCY' && (
            <>
              {' · '}
              <Link to={paths.designations(id)}>{text('designations')}</Link>
            </>
          )}
        </p>
      )}
      {!isScoring && <ResultActions result={joint} onMoved={() => void refetch()} />}
      <BodyTable
        jointId={id}
        bodies={bodies}
        marksAreOpen={joint.marksAreOpen}
        onLeaveOut={mayDecide && may('leaveOutJointBodies') ? setLeaving : null}
      />
      {leaving !== null && (
        <LeaveOutDialog
          jointId={id}
          leaving={leaving}
          onClose={() => setLeaving(null)}
          onDone={() => {
            setLeaving(null)
            void refetch()
          }}
        />
      )}
    </>
  )
}
