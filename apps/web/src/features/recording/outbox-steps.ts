import type { ApolloClient } from '@apollo/client'
import type { OutboxAnswer } from '@gongjian/domain/outbox'
import { graphql } from '../../generated/gql.ts'
import type { RecordedContentFragment } from '../../generated/graphql.ts'
import { problemOf } from '../../platform/apollo.ts'
import { contentOf, fieldOf, hasSameContent, inputOf } from './form-content.ts'
import type { Purpose } from './form-content.ts'
import { theirsOf } from './outbox-item.ts'
import type { RecordingItem, Theirs } from './outbox-item.ts'
import { SaveDraft, Submit } from './recording-mutations.ts'

export type Answer = OutboxAnswer<Theirs>

const RecordToSend = graphql(`
  query RecordToSend($id: ID!) {
    activity(id: $id) {
      ...RecordedContent
    }
  }
`)

/** What came instead of an answer of the API. */
function failed(error: unknown): Answer {
  const problem = problemOf(error)
  if (problem === null) return { kind: 'NO_ANSWER' }
  if (problem.code === 'UNAUTHENTICATED') return { kind: 'NOT_SIGNED_IN' }
  const { code, message } = problem
  if (code === 'FORBIDDEN') return refused({ code, message })
  return { kind: 'FAILED', message }
}

function refused(
  { code, message }: { code: string; message: string },
  part: Partial<Extract<Answer, { kind: 'REFUSED' }>['problem']> = {},
): Answer {
  return {
    kind: 'REFUSED',
    problem: { code, message, fieldErrors: [], photoId: null, current: null, ...part },
  }
}

type Refusal =
  | {
      __typename: 'InvalidInput'
      code: string
      message: string
      fieldErrors: readonly { path: string; message: string }[]
    }
  | { __typename: 'Refused' | 'NotFound'; code: string; message: string }
  | {
      __typename: 'StaleVersion'
      code: string
      message: string
      current: RecordedContentFragment
    }

function refusalOf(item: RecordingItem, purpose: Purpose, result: Refusal): Answer {
  switch (result.__typename) {
    case 'InvalidInput':
      return refused(result, {
        fieldErrors: result.fieldErrors.map(({ path, message }) => ({
          path: fieldOf(item.content, purpose, path),
          message,
        })),
      })
    case 'StaleVersion':
      return refused(result, { current: theirsOf(result.current) })
    default:
      return refused(result)
  }
}

const contextOf = ({ userId }: RecordingItem) => ({ userId })

export async function saveDraft(client: ApolloClient, item: RecordingItem): Promise<Answer> {
  const { id, version, content } = item
  try {
    const { data } = await client.mutate({
      mutation: SaveDraft,
      variables: { input: { id, version, content: inputOf(content, 'draft') } },
      context: contextOf(item),
    })
    const result = data?.saveActivityDraft
    if (!result) return { kind: 'NO_ANSWER' }
    return result.__typename === 'Activity'
      ? { kind: 'SAVED', version: result.version }
      : refusalOf(item, 'draft', result)
  } catch (error) {
    return failed(error)
  }
}

export async function submit(client: ApolloClient, item: RecordingItem): Promise<Answer> {
  const { id, version, content } = item
  try {
    const { data } = await client.mutate({
      mutation: Submit,
      variables: { input: { id, version, content: inputOf(content, 'submit') } },
      context: contextOf(item),
    })
    const result = data?.submitActivity
    if (!result) return { kind: 'NO_ANSWER' }
    return result.__typename === 'Activity'
      ? { kind: 'SUBMITTED' }
      : refusalOf(item, 'submit', result)
  } catch (error) {
    return failed(error)
  }
}

/** Whether what was sent without an answer has arrived. */
export async function look(client: ApolloClient, item: RecordingItem): Promise<Answer> {
  try {
    const { data } = await client.query({
      query: RecordToSend,
      variables: { id: item.id },
      fetchPolicy: 'network-only',
      context: contextOf(item),
    })
    if (data === undefined) return { kind: 'NO_ANSWER' }
    const { activity } = data
    if (activity === null) return { kind: 'SEEN', seen: null }
    const { inDoubt } = item
    const isAttempt =
      inDoubt !== null &&
      activity.version === (inDoubt.version ?? 0) + 1 &&
      hasSameContent(contentOf(activity), inDoubt.content)
    return {
      kind: 'SEEN',
      seen: { version: activity.version, current: theirsOf(activity), isAttempt },
    }
  } catch (error) {
    return failed(error)
  }
}
