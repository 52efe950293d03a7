import type { ActivityContent } from '@gongjian/domain/activity-content'
import { changesBetween } from '@gongjian/domain/content-changes'
import { ACTIVITY_KINDS, DIRECTIONS, DONATION_KINDS, HELP_AREAS } from '@gongjian/domain/vocabulary'
import { z } from 'zod'
import type { RequestContext } from '../../platform/context.ts'
import { campaignsOf, indicatorsOf } from '../catalogue/catalogue-rows.ts'
import { loadEvents } from './activity-parts.ts'
import type { EventRow } from './activity-parts.ts'
import type { ActivityRow } from './activity-row.ts'

export const STEP_KINDS = [
  'SAVED',
  'SUBMITTED',
  'WITHDRAWN',
  'RETURNED',
  'COUNTERSIGNED',
  'REOPENED',
] as const
export type Step = {
  kind: (typeof STEP_KINDS)[number]
  at: Date
  byName: string
  deputyForName: string | null
  organisationName: string | null
  reason: string | null
}

const stepOfAction: Record<string, Step['kind']> = {
  'activity.saveDraft': 'SAVED',
  'activity.submit': 'SUBMITTED',
  'activity.withdraw': 'WITHDRAWN',
  'activity.return': 'RETURNED',
  'activity.countersign': 'COUNTERSIGNED',
  'activity.reopen': 'REOPENED',
}

const contentShape = z.object({
  pairingId: z.string(),
  day: z.string(),
  programmeYear: z.number(),
  kind: z.enum(ACTIVITY_KINDS),
  area: z.enum(HELP_AREAS).nullable(),
  direction: z.enum(DIRECTIONS),
  campaignId: z.string().nullable(),
  title: z.string(),
  words: z.string(),
  outputs: z.array(z.object({ indicatorCode: z.string(), quantity: z.string() })),
  participations: z.array(
    z.object({ label: z.string().nullable(), headCount: z.number(), hoursEach: z.string() }),
  ),
  donations: z.array(
    z.object({
      kind: z.enum(DONATION_KINDS),
      description: z.string(),
      valueYuan: z.string(),
      quantity: z.string().exactOptional(),
      unit: z.string().exactOptional(),
      recipientName: z.string().exactOptional(),
      receiptNumber: z.string().exactOptional(),
    }),
  ),
  personTimes: z.number(),
  hours: z.string(),
})
const eventShape = z.object({
  detail: z.object({
    reason: z.string().optional(),
    content: z.unknown().optional(),
    actingFor: z.object({ name: z.string() }).optional(),
  }),
})

function detailOf(row: EventRow): z.infer<typeof eventShape>['detail'] {
  const parsed = eventShape.safeParse(JSON.parse(row.event))
  return parsed.success ? parsed.data.detail : {}
}

/** The record's way: what was done, by whom, when, and why where a reason was given. */
export async function stepsOf(context: RequestContext, activityId: string): Promise<Step[]> {
  const events = (await loadEvents(context, activityId)) ?? []
  return events.flatMap((row) => {
    const kind = stepOfAction[row.action]
    if (kind === undefined) return []
    const { reason, actingFor } = detailOf(row)
    return [
      {
        kind,
        at: row.occurredAt,
        byName: row.actorName,
        deputyForName: actingFor?.name ?? null,
        organisationName: row.organisationName,
        reason: reason ?? null,
      },
    ]
  })
}

function submittedContent(row: EventRow): ActivityContent | null {
  const parsed = contentShape.safeParse(detailOf(row).content)
  return parsed.success ? parsed.data : null
}

/** What changed between the submission that came back last and the one that waits now; nothing where none came back. */
export async function changesSinceReturn(
  context: RequestContext,
  row: ActivityRow,
): Promise<{ path: string; label: string; before: string | null; after: string | null }[]> {
  if (row.status !== 'SUBMITTED' && row.status !== 'COUNTERSIGNED') return []
  const events = (await loadEvents(context, row.id)) ?? []
  const latest = events.findLastIndex(({ action }) => action === 'activity.submit')
  const back = events
    .slice(0, latest)
    .findLastIndex(({ action }) => action === 'activity.return' || action === 'activity.reopen')
  const before = events
    .slice(0, Math.max(back, 0))
    .findLast(({ action }) => action === 'activity.submit')
  const [previous, next] = [
    before && submittedContent(before),
    events[latest] && submittedContent(events[latest]),
  ]
  if (!previous || !next) return []
  const [indicators, campaigns] = await Promise.all([indicatorsOf(context), campaignsOf(context)])
  const { text, locale } = context
  const words = (path: string, value: string | null) => {
    if (value === null) return null
    if (path === 'kind') return text(`words.kind_${value}`)
    if (path === 'area') return text(`words.area_${value}`)
    if (path === 'direction') return text(`words.direction_${value}`)
    if (path === 'campaignId') return campaigns.find(({ id }) => id === value)?.name ?? value
    return value
  }
  return changesBetween(previous, next).map(({ path, before: from, after: to }) => {
    const indicator = path.startsWith('outputs.')
      ? indicators.find(({ code }) => `outputs.${code}` === path)
      : undefined
    const label = indicator
      ? `${indicator.name[locale]} (${indicator.unit[locale]})`
      : text(`words.field_${path.split('.')[0] ?? path}`)
    return { path, label, before: words(path, from), after: words(path, to) }
  })
}
