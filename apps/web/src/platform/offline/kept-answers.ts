import type { ForOfflineQuery } from '../../generated/graphql.ts'
import { documentIdOf } from '../apollo.ts'
import { ViewerDocument } from '../session.tsx'
import type { Viewer } from '../session.tsx'
import { answers } from './device.ts'

const viewerEdition = documentIdOf(ViewerDocument) ?? ''

/** The reader as the server has last told of them, for a page that is opened without a network. */
export async function keepViewer(viewer: Viewer): Promise<void> {
  await answers.put({
    key: `${viewer.id}/viewer`,
    userId: viewer.id,
    kind: 'viewer',
    edition: viewerEdition,
    keptAt: Date.now(),
    data: viewer,
  })
}

/** Whose device it is: the last who came in and did not sign out. */
export async function keptViewer(): Promise<Viewer | null> {
  const found = await answers.toArray()
  for (const answer of found)
    if (answer.kind === 'viewer' && answer.edition === viewerEdition) return answer.data
  return null
}

/** What the recording form needs, in one role. */
export async function keepForRecording(
  userId: string,
  assignmentId: string,
  edition: string,
  data: ForOfflineQuery,
): Promise<void> {
  await answers.put({
    key: `${userId}/recording`,
    userId,
    kind: 'recording',
    assignmentId,
    edition,
    keptAt: Date.now(),
    data,
  })
}

export async function keptForRecording(
  userId: string,
  assignmentId: string,
  edition: string,
): Promise<ForOfflineQuery | null> {
  const found = await answers.get(`${userId}/recording`)
  return found?.kind === 'recording' &&
    found.assignmentId === assignmentId &&
    found.edition === edition
    ? found.data
    : null
}
