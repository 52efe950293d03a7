import { useMutation, useQuery } from '@apollo/client/react'
import { Button, Group, Modal, SimpleGrid, Stack, Text, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useCanGoBack, useNavigate, useParams, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import { paths } from '../../paths.ts'
import { problemOf } from '../../platform/apollo.ts'
import { useActivityMoves } from '../../platform/live.ts'
import { useMay } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Link } from '../../ui/Link.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { TakenNotice } from '../../ui/TakenNotice.tsx'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import { Opinions } from './Opinions.tsx'
import { PeriodNotice } from './PeriodNotice.tsx'
import { RecordBody } from './RecordBody.tsx'
import { RecordSteps } from './RecordSteps.tsx'
import { useActivitiesText } from './text.ts'

export const RecordDocument = graphql(`
  query Record($id: ID!) {
    activity(id: $id) {
      ...Record
    }
  }
`)
const Withdraw = graphql(`
  mutation WithdrawActivity($input: WithdrawActivityInput!) {
    withdrawActivity(input: $input) {
      __typename
      ... on Activity {
        ...Record
      }
      ... on Refused {
        code
        message
      }
      ... on NotFound {
        code
        message
      }
      ... on StaleVersion {
        code
        message
        current {
          ...Record
        }
      }
    }
  }
`)
const Reopen = graphql(`
  mutation ReopenActivity($input: ReopenActivityInput!) {
    reopenActivity(input: $input) {
      __typename
      ... on Activity {
        ...Record
      }
      ... on InvalidInput {
        code
        message
        fieldErrors {
          path
          code
          message
        }
      }
      ... on Refused {
        code
        message
      }
      ... on NotFound {
        code
        message
      }
      ... on StaleVersion {
        code
        message
        current {
          ...Record
        }
      }
    }
  }
`)

/** A record with its whole history, and what may be done with it now, or why not. */
export function RecordPage() {
  const text = useActivitiesText()
  const ui = useUiText()
  const words = useWords()
  const may = useMay()
  const navigate = useNavigate()
  const router = useRouter()
  const canGoBack = useCanGoBack()
  const { id = '' } = useParams({ strict: false })
  const { data, error, loading, refetch } = useQuery(RecordDocument, {
    variables: { id },
    fetchPolicy: 'cache-and-network',
  })
  const [withdraw, withdrawing] = useMutation(Withdraw)
  const [reopen, reopening] = useMutation(Reopen)
  const [asking, setAsking] = useState<'withdraw' | 'reopen' | null>(null)
  const [reason, setReason] = useState('')
  const [reasonError, setReasonError] = useState<string | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [moved, setMoved] = useState<string | null>(null)
  useActivityMoves((move) => {
    if (move.id !== id) return
    if (move.version !== data?.activity?.version) setMoved(move.status)
    void refetch()
  })

  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (loading && data === undefined) return <Loading />
  const record = data?.activity
  if (!record)
    return (
      <EmptyState
        title={text('notFound')}
        hint={text('notFoundHint')}
        action={<Link to={paths.records()}>{text('toList')}</Link>}
      />
    )

  const refusalOf = (action: string) =>
    record.actions.find((one) => one.action === action)?.refusal ?? null
  // What is another organisation's to do is not shown at all; what is theirs but not now says why.
  const isTheirs = (action: string) => refusalOf(action)?.code !== 'OUT_OF_SCOPE'
  const recording = may('submitActivity') && isTheirs('SAVE')
  const countersigning = may('countersignActivity') && isTheirs('COUNTERSIGN')

  async function act(work: 'withdraw' | 'reopen') {
    if (!record) return
    setFailure(null)
    setReasonError(null)
    try {
      const input = { id: record.id, version: record.version }
      const answer =
        work === 'withdraw'
          ? (await withdraw({ variables: { input } })).data?.withdrawActivity
          : (await reopen({ variables: { input: { ...input, reason } } })).data?.reopenActivity
      switch (answer?.__typename) {
        case 'Activity':
          setAsking(null)
          setReason('')
          notifications.show({
            message: text(work === 'withdraw' ? 'withdrawn' : 'reopened'),
            color: 'green',
          })
          return
        case 'InvalidInput':
          setReasonError(answer.fieldErrors[0]?.message ?? answer.message)
          return
        default:
          setFailure(answer?.message ?? ui('noConnection'))
          setAsking(null)
      }
    } catch (problem) {
      setFailure(problemOf(problem)?.message ?? ui('noConnection'))
    }
  }

  return (
    <>
      <PageHeader
        title={record.title || text('untitled')}
        subtitle={
          <button
            type="button"
            className="link no-print"
            style={{
              border: 0,
              background: 'none',
              padding: 0,
              font: 'inherit',
              cursor: 'pointer',
            }}
            onClick={() => {
              // Opened from a link in a chat there is nothing to go back to.
              if (canGoBack) router.history.back()
              else void navigate({ to: paths.records() })
            }}
          >
            {text('back')}
          </button>
        }
        actions={
          <Button variant="default" onClick={() => window.print()}>
            {text('print')}
          </Button>
        }
      />
      <div aria-live="polite">
        {moved && (
          <FailureNotice
            color="blue"
            message={text('movedMeanwhile', { status: words.status(moved) })}
          />
        )}
      </div>
      <FailureNotice message={failure} />
      {record.returned && (
        <FailureNotice
          color="red"
          title={text('returnedBy', {
            who: `${record.returned.signedForName} ${record.returned.signedByName}`,
          })}
          message={record.returned.reason}
        />
      )}
      {record.taken?.mine === false && <TakenNotice byName={record.taken.byName} />}
      <PeriodNotice record={record} />
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md" style={{ alignItems: 'start' }}>
        <div className="paper">
          <RecordBody record={record} />
        </div>
        <Stack gap="md">
          {(recording || countersigning) && (
            <Group className="paper no-print" gap="sm">
              {recording && (
                <Action
                  label={text('edit')}
                  refusal={refusalOf('SAVE')?.message ?? null}
                  onClick={() => void navigate({ to: paths.editRecord(record.id) })}
                />
              )}
              {recording && (
                <Button
                  variant="default"
                  onClick={() =>
                    void navigate({ to: paths.newRecord(), search: { like: record.id } })
                  }
                >
                  {text('likeThis')}
                </Button>
              )}
              {recording && (
                <Action
                  label={text(record.status === 'SUBMITTED' ? 'takeBack' : 'withdraw')}
                  refusal={refusalOf('WITHDRAW')?.message ?? null}
                  onClick={() => setAsking('withdraw')}
                />
              )}
              {countersigning && (
                <Action
                  label={text('toSign')}
                  refusal={refusalOf('COUNTERSIGN')?.message ?? null}
                  onClick={() => void navigate({ to: paths.inbox(), search: { id: record.id } })}
                />
              )}
              {countersigning && (
                <Action
                  label={text('reopen')}
                  refusal={refusalOf('REOPEN')?.message ?? null}
                  onClick={() => setAsking('reopen')}
                />
              )}
            </Group>
          )}
          <div className="paper">
            <RecordSteps record={record} />
          </div>
          {record.countersignatures.length > 0 && (
            <div className="paper">
              <Opinions record={record} />
            </div>
          )}
        </Stack>
      </SimpleGrid>
      <Modal
        opened={asking !== null}
        onClose={() => setAsking(null)}
        title={text(
          asking === 'reopen'
            ? 'reopenTitle'
            : record.status === 'SUBMITTED'
              ? 'takeBackTitle'
              : 'withdrawTitle',
        )}
      >
        <Stack>
          <Text>
            {text(
              asking === 'reopen'
                ? 'reopenHint'
                : record.status === 'SUBMITTED'
                  ? 'takeBackHint'
                  : 'withdrawHint',
            )}
          </Text>
          {asking === 'reopen' && (
            <Textarea
              label={text('reason')}
              value={reason}
              error={reasonError}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setAsking(null)}>
              {ui('cancel')}
            </Button>
            <Button
              loading={withdrawing.loading || reopening.loading}
              onClick={() => void act(asking === 'reopen' ? 'reopen' : 'withdraw')}
            >
              {text(
                asking === 'reopen'
                  ? 'reopen'
                  : record.status === 'SUBMITTED'
                    ? 'takeBack'
                    : 'withdraw',
              )}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}

/** A button that says why where it cannot be used. */
function Action({
  label,
  refusal,
  onClick,
}: {
  label: string
  refusal: string | null
  onClick: () => void
}) {
  if (refusal === null)
    return (
      <Button variant="default" onClick={onClick}>
        {label}
      </Button>
    )
  return (
    <span>
      <Button
        variant="default"
        data-disabled
        aria-disabled="true"
        onClick={(event) => event.preventDefault()}
      >
        {label}
      </Button>
      <Text size="xs" c="dimmed" maw={200}>
        {refusal}
      </Text>
    </span>
  )
}
