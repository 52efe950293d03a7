import { pathOfSide, refusal, sideOfRole } from '@gongjian/domain/activity-actions'
import type { ActivityContent, ActivityContentInput } from '@gongjian/domain/activity-content'
import { communityChain } from '@gongjian/domain/audit-event'
import { tellingsOf } from '@gongjian/domain/notification-rules'
import { openQuestions } from '@gongjian/domain/open-questions'
import type { ActivityStatus, OpenQuestion, PairingSide } from '@gongjian/domain/vocabulary'
import sql, { empty } from 'sql-template-tag'
import { auditCall } from '../../platform/audit.ts'
import { actingViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused, StaleVersion } from '../../platform/failures.ts'
import { rowsOf } from '../../platform/statement.ts'
import { indicatorsOf } from '../catalogue/catalogue-rows.ts'
import { usualRangesOf } from '../catalogue/usual-ranges.ts'
import { checkLinkedVisits, writeLinkedVisits } from '../households/link-visits.ts'
import type { LinkedVisits } from '../households/link-visits.ts'
import { checkDonationReferences } from '../donations/donation-references.ts'
import { keepsReceipts, receiptStillDiffers } from '../donations/write-donations.ts'
import { settledWith, toldWith } from '../notifications/tell.ts'
import { keepActedFor } from './acted-for.ts'
import { actorOf, factsOf, isInSightOf } from './activity-row.ts'
import type { ActivityRow } from './activity-row.ts'
import { notTakenByOther } from './takings.ts'
import { asTyped, checkedContent, readStored, submissionHash, writeParts } from './write-content.ts'
import type { PairingFacts, Stored } from './write-content.ts'

export type WriteInput = {
  id: string
  version: number | null
  content: ActivityContentInput | null
  /** The households that a visit goes to; null leaves them as they are. */
  householdIds?: readonly string[] | null
}

/** What is written, and as what. */
type Change = {
  action: 'SAVE' | 'SUBMIT'
  status: ActivityStatus
  content: ActivityContent
  pairing: PairingFacts
  recordingSide: PairingSide
  questions: OpenQuestion[]
  hash: string | null
  visits: LinkedVisits | null
}

/**
 * Saves the record as a draft, or saves and submits it. The id is the client's: the same again is the same record.
 * Throws InvalidInput, Refused, StaleVersion, NotFound.
 */
export async function saveOrSubmitActivity(
  context: RequestContext,
  action: 'SAVE' | 'SUBMIT',
  input: WriteInput,
): Promise<ActivityRow> {
  // Of two at the same moment one writes; the other reads again and finds either its own content or a newer version.
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const stored = await readStored(context, input.id, input.content, input.version === null)
    if (stored.existing === null && input.content === null) throw new NotFound()
    refuseOutOfSight(context, stored)
    const typed = input.content ?? (stored.existing === null ? null : asTyped(stored.existing))
    if (typed === null) throw new NotFound()

    if (stored.existing !== null && (await isDoneAlready(context, action, input, stored, typed)))
      return stored.existing
    if (stored.existing !== null && stored.existing.version !== input.version)
      throw new StaleVersion(input.id)
    await refuseByRule(context, action, stored)

    const { pairing } = stored
    const recordingSide = sideOfRole(actingViewer(context).assignment.role)
    if (
      pairing === null ||
      recordingSide === null ||
      !mayRecordUnder(context, recordingSide, pairing)
    )
      throw new InvalidInput([{ path: 'pairingId', code: 'NOT_YOUR_PAIRING' }])
    const content = await checkedContent(
      context,
      typed,
      { pairing, storedDayStatus: stored.periodStatus, recordingSide },
      action === 'SUBMIT' ? 'submit' : 'draft',
    )
    const visits = visitsOf(input, content, pairing)
    if (visits !== null) await checkLinkedVisits(context, input.id, visits)
    await checkDonationReferences(context, input.id, content, pairing)
    const change: Change = {
      action,
      visits,
      status: action === 'SUBMIT' ? 'SUBMITTED' : (stored.existing?.status ?? 'DRAFT'),
      content,
      pairing,
      recordingSide,
      questions:
        action === 'SUBMIT'
          ? openQuestions({
              content,
              indicators: await indicatorsOf(context),
              usualRanges: await usualRangesOf(context),
              hasOtherSameDay: stored.hasOtherSameDay,
              submittedOn: context.today,
              cameBack: stored.cameBack,
              receiptDiffers: receiptStillDiffers(stored.existing?.donations ?? [], content),
            })
          : [],
      hash: action === 'SUBMIT' ? submissionHash(content) : null,
    }
    const written = await write(context, input.id, stored, change)
    if (written !== null) return written
  }
  throw new StaleVersion(input.id)
}

/** Only visits go to households. */
function visitsOf(
  { householdIds }: WriteInput,
  { kind, day }: ActivityContent,
  { agencySide, communitySide }: PairingFacts,
): LinkedVisits | null {
  if (householdIds === null || householdIds === undefined) return null
  return {
    householdIds: kind === 'VISIT' ? householdIds : [],
    branchId: agencySide.id,
    communityId: communitySide.id,
    day,
  }
}

/** A record of somebody else's is as if it were not there. */
function refuseOutOfSight(context: RequestContext, { existing }: Stored): void {
  const actor = actorOf(context)
  if (existing !== null && (actor === null || !isInSightOf(actor, existing))) throw new NotFound()
}

/**
 * This very content has been written already, after the version that was read: the answer to the first sending was
 * lost. A submission that still stands counts as done also where the other side has signed it meanwhile.
 */
async function isDoneAlready(
  context: RequestContext,
  action: 'SAVE' | 'SUBMIT',
  input: WriteInput,
  { existing, pairing, periodStatus }: Stored,
  typed: ActivityContentInput,
): Promise<boolean> {
  const readVersion = input.version ?? 0
  if (existing === null || pairing === null || existing.version <= readVersion) return false
  const { recordingSide } = existing
  const circumstances = { pairing, storedDayStatus: periodStatus, recordingSide }
  if (action === 'SUBMIT') {
    const stands = existing.status === 'SUBMITTED' || existing.status === 'COUNTERSIGNED'
    if (!stands || existing.submittedById !== actingViewer(context).userId) return false
    if (input.content === null) return existing.version === readVersion + 1
    const content = await contentOrNull(context, typed, circumstances, 'submit')
    return content !== null && submissionHash(content) === existing.submissionHash
  }
  if (existing.version !== readVersion + 1) return false
  if (existing.status !== 'DRAFT' && existing.status !== 'RETURNED') return false
  const [sent, stored] = await Promise.all([
    contentOrNull(context, typed, circumstances, 'draft'),
    contentOrNull(context, asTyped(existing), circumstances, 'draft'),
  ])
  return sent !== null && stored !== null && submissionHash(sent) === submissionHash(stored)
}

/** The content in canonical form, so that '3.0' is '3'; null where something is wrong with it. */
function contentOrNull(
  context: RequestContext,
  typed: ActivityContentInput,
  stored: Parameters<typeof checkedContent>[2],
  purpose: 'draft' | 'submit',
): Promise<ActivityContent | null> {
  return checkedContent(context, typed, stored, purpose).catch((problem: unknown) => {
    if (problem instanceof InvalidInput) return null
    throw problem
  })
}

async function refuseByRule(
  context: RequestContext,
  action: 'SAVE' | 'SUBMIT',
  { existing, submitters, takings, actedFor, periodStatus }: Stored,
): Promise<void> {
  const actor = actorOf(context)
  if (existing === null || actor === null) return
  const reason = refusal(
    action,
    await factsOf(context, existing, { submitters, takings, actedFor }, periodStatus),
    actor,
  )
  if (reason !== null) throw new Refused(reason)
}

/** Each side records under the pairings of its own subtree. */
function mayRecordUnder(
  context: RequestContext,
  side: PairingSide,
  { level, agencySide, communitySide }: PairingFacts,
): boolean {
  const path = pathOfSide(side, {
    agencySidePath: agencySide.path,
    communitySidePath: communitySide.path,
  })
  return level === 'BRANCH_COMMUNITY' && path.startsWith(actingViewer(context).assignment.path)
}

async function write(
  context: RequestContext,
  id: string,
  { existing }: Stored,
  change: Change,
): Promise<ActivityRow | null> {
  const { city, now } = context
  const { userId } = actingViewer(context)
  const { content, pairing, status, action } = change
  const version = (existing?.version ?? 0) + 1
  const submits = action === 'SUBMIT'
  const entry = auditCall(context, {
    chain: communityChain(pairing.communitySide.code),
    action: submits ? 'activity.submit' : 'activity.saveDraft',
    subjectKind: 'activity',
    subjectId: id,
    detail: submits
      ? { from: existing?.status ?? null, to: status, version, content: { ...content } }
      : { from: existing?.status ?? null, to: status, version },
  })
  // A draft's later savings change nothing for anybody else: the first one, and those after a return, are events.
  const audited = submits || existing === null || existing.status === 'RETURNED'
  const moved =
    existing === null
      ? sql`INSERT INTO activity (city_code, id, pairing_id, agency_side_id, agency_side_path, community_side_id, community_side_path, zone_id, campaign_id, programme_year, day, kind, area, direction, recording_side,
              title, words, status, version, person_times, hours, open_questions, created_by_id, created_at, updated_at, submitted_by_id, submitted_at, submission_hash)
            VALUES (${city.code}, ${id}::uuid, ${pairing.id}::uuid, ${pairing.agencySide.id}::uuid, ${pairing.agencySide.path}, ${pairing.communitySide.id}::uuid, ${pairing.communitySide.path}, ${pairing.zoneId}::uuid, ${content.campaignId}::uuid,
              ${content.programmeYear}, ${content.day}::date, ${content.kind}::activity_kind, ${content.area}::help_area, ${content.direction}::direction, ${change.recordingSide}::rollup_side, ${content.title}, ${content.words}, ${status}::activity_status, 1,
              ${content.personTimes}, ${content.hours}::numeric, ${change.questions}::open_question[], ${userId}::uuid, ${now}, ${now}, ${submits ? userId : null}::uuid, ${submits ? now : null}::timestamptz, ${change.hash})
            ON CONFLICT (city_code, id) DO NOTHING RETURNING id`
      : sql`UPDATE activity SET pairing_id = ${pairing.id}::uuid, agency_side_id = ${pairing.agencySide.id}::uuid, agency_side_path = ${pairing.agencySide.path}, community_side_id = ${pairing.communitySide.id}::uuid,
              community_side_path = ${pairing.communitySide.path}, zone_id = ${pairing.zoneId}::uuid, campaign_id = ${content.campaignId}::uuid, programme_year = ${content.programmeYear}, day = ${content.day}::date,
              kind = ${content.kind}::activity_kind, area = ${content.area}::help_area, direction = ${content.direction}::direction, title = ${content.title}, words = ${content.words}, status = ${status}::activity_status,
              version = version + 1, person_times = ${content.personTimes}, hours = ${content.hours}::numeric, open_questions = ${change.questions}::open_question[], updated_at = ${now}, usefulness = NULL,
              submitted_by_id = coalesce(${submits ? userId : null}::uuid, submitted_by_id), submitted_at = coalesce(${submits ? now : null}::timestamptz, submitted_at), submission_hash = coalesce(${change.hash}, submission_hash)
            WHERE city_code = ${city.code} AND id = ${id}::uuid AND version = ${existing.version} AND status = ${existing.status}::activity_status ${notTakenByOther(context, id, change.recordingSide)} RETURNING id`
  const told = submits
    ? toldWith(
        context,
        tellingsOf(
          { action, byId: userId },
          {
            direction: content.direction,
            recordingSide: change.recordingSide,
            createdById: existing?.createdById ?? userId,
            submittedById: userId,
          },
        ),
        pairing,
      )
    : empty
  const settled = submits && existing !== null ? settledWith(context) : empty
  const rows = await rowsOf(
    context.database.pool,
    sql`WITH moved AS (${moved}) ${writeParts(city.code, content, existing === null, keepsReceipts(existing, content))} ${writeLinkedVisits(city.code, change.visits, { isNew: existing === null, userId, now })} ${submits ? keepActedFor(context, false) : empty} ${settled} ${told} SELECT moved.id, ${audited ? entry : sql`NULL`} AS seq FROM moved`,
  )
  if (rows.length !== 1) return null
  return {
    id,
    version,
    status,
    pairingId: pairing.id,
    agencySide: pairing.agencySide,
    communitySide: pairing.communitySide,
    zoneId: pairing.zoneId,
    campaignId: content.campaignId,
    programmeYear: content.programmeYear,
    day: content.day,
    kind: content.kind,
    area: content.area,
    direction: content.direction,
    recordingSide: change.recordingSide,
    signedSide: null,
    title: content.title,
    words: content.words,
    personTimes: content.personTimes,
    hours: content.hours,
    usefulness: null,
    openQuestions: change.questions,
    createdById: existing?.createdById ?? userId,
    createdAt: existing?.createdAt ?? now,
    updatedAt: now,
    submittedById: submits ? userId : (existing?.submittedById ?? null),
    submittedAt: submits ? now : (existing?.submittedAt ?? null),
    submissionHash: change.hash ?? existing?.submissionHash ?? null,
    decidedById: existing?.decidedById ?? null,
    decidedAt: existing?.decidedAt ?? null,
  }
}
