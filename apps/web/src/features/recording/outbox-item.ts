import { onTopOf } from '@gongjian/domain/outbox'
import type { OutboxItem } from '@gongjian/domain/outbox'
import { ACTIVITY_STATUSES } from '@gongjian/domain/vocabulary'
import type { RecordedContentFragment } from '../../generated/graphql.ts'
import type { StoredItem } from '../../platform/offline/outbox-store.ts'
import { z } from '../../platform/zod.ts'
import { contentOf, formContent } from './form-content.ts'
import type { FormContent } from './form-content.ts'

/** The record as the server has it now, where it has moved on since one's own was written. */
const theirs = z.object({
  version: z.number(),
  status: z.enum(ACTIVITY_STATUSES),
  content: formContent,
  /** Why nobody may change it any more; null where one's own may still go on top. */
  refusal: z.string().nullable(),
})
export type Theirs = z.infer<typeof theirs>
export type RecordingItem = OutboxItem<FormContent, Theirs>

export function theirsOf(record: RecordedContentFragment): Theirs {
  return {
    version: record.version,
    status: record.status,
    content: contentOf(record),
    refusal: record.refusalToSave?.message ?? null,
  }
}

/** Reads what the device has kept; what this edition of the page cannot read is null, and stays where it is. */
export function readItem(stored: StoredItem): RecordingItem | null {
  const content = formContent.safeParse(stored.content)
  if (!content.success) return null
  const { inDoubt, problem } = stored
  const attempted = formContent.safeParse(inDoubt?.content)
  const current = theirs.safeParse(problem?.current)
  return {
    ...stored,
    content: content.data,
    inDoubt: inDoubt === null ? null : { ...inDoubt, content: attempted.data ?? content.data },
    problem: problem === null ? null : { ...problem, current: current.data ?? null },
  }
}

/** The choice for one's own content where both are shown. */
export function keepMine(item: RecordingItem): RecordingItem {
  const current = item.problem?.current ?? null
  return current === null ? item : onTopOf(item, current.version)
}
