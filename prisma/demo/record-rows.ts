import { createHash } from 'node:crypto'
import {
  canonicalEvent,
  communityChain,
  GENESIS_HASH,
  linkText,
} from '@gongjian/domain/audit-event'
import type { AuditAction, AuditEventContent } from '@gongjian/domain/audit-event'
import { canonicalJson } from '@gongjian/domain/canonical-json'
import type { JsonValue } from '@gongjian/domain/canonical-json'
import type { ActivityStatus } from '@gongjian/domain/vocabulary'
import type { DemoUser } from './accounts.ts'
import type { Cell } from './copy-rows.ts'
import type { DemoRecord, DemoStep } from './history.ts'
import { cityCode, demoId } from './organisations.ts'
import { signerAt } from './stand-in.ts'
import type { StandIn } from './stand-in.ts'
import { programmeYear } from './year-plan.ts'

type People = {
  recorderOf: Map<string, DemoUser>
  officerOf: Map<string, DemoUser>
  secretaryOf: Map<string, DemoUser>
  zoneOf: Map<string, string>
  standIn: StandIn
}

export type RecordRows = {
  activities: Cell[][]
  outputs: Cell[][]
  participations: Cell[][]
  countersignatures: Cell[][]
  actedFor: Cell[][]
  events: AuditEventContent[]
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

/** The rows and audit events of the records: each transition as the product itself would have written it. */
export function recordRows(
  records: readonly DemoRecord[],
  { recorderOf, officerOf, secretaryOf, zoneOf, standIn }: People,
): RecordRows {
  const rows: RecordRows = {
    activities: [],
    outputs: [],
    participations: [],
    countersignatures: [],
    actedFor: [],
    events: [],
  }
  for (const record of records) {
    const { pairing, content } = record
    const branchRecorder = recorderOf.get(pairing.agencySide.id)
    const officer = officerOf.get(pairing.communitySide.id)
    const secretary = secretaryOf.get(pairing.agencySide.parentId ?? '')
    if (branchRecorder === undefined || officer === undefined || secretary === undefined)
      throw new Error(`nobody records for ${pairing.agencySide.name}`)

    let status: ActivityStatus = 'DRAFT'
    let version = 0
    let submittedAt: Date | null = null
    let decidedAt: Date | null = null
    let decidedById: string | null = null
    const isGiven = content.direction === 'COMMUNITY_TO_AGENCY'
    const [recorder, signer] = isGiven ? [officer, branchRecorder] : [branchRecorder, officer]
    const steps = content.direction === 'JOINT' ? withSecondSignature(record.steps) : record.steps
    for (const [index, step] of steps.entries()) {
      const from = index === 0 ? null : status
      version += 1
      const isDecision = step.action === 'countersign' || step.action === 'return'
      const isFirstOfTwo = step.action === 'countersign' && step.isFirstOfTwo === true
      const signed = signerAt(standIn, isFirstOfTwo ? secretary : signer, step.at)
      const { actor, deputyFor } = isDecision ? signed : { actor: recorder, deputyFor: null }
      const role = (deputyFor ?? actor).roles[0]
      if (role === undefined) continue
      const detail: Record<string, JsonValue> = { from, version }
      if (deputyFor !== null) {
        detail['actingFor'] = { id: deputyFor.id, name: deputyFor.name }
        const known = rows.actedFor.some(([, activityId]) => activityId === record.id)
        if (!known) rows.actedFor.push([cityCode, record.id, deputyFor.id, true])
      }
      switch (step.action) {
        case 'save':
          status = 'DRAFT'
          break
        case 'withdraw':
          status = 'WITHDRAWN'
          break
        case 'submit':
          status = 'SUBMITTED'
          submittedAt = step.at
          detail['content'] = { ...step.content }
          break
        case 'return':
          status = 'RETURNED'
          decidedAt = step.at
          detail['reason'] = step.reason
          detail['fieldReasons'] = step.fieldReasons
          break
        case 'countersign':
          status = isFirstOfTwo ? 'SUBMITTED' : 'COUNTERSIGNED'
          decidedAt = step.at
          break
      }
      if (isDecision) {
        decidedById = actor.id
        const decision =
          step.action === 'return' ? 'RETURNED' : step.corrected ? 'CORRECTED' : 'ACCEPTED'
        const quantities =
          step.action === 'return'
            ? []
            : content.outputs.map(({ indicatorCode, quantity }) => ({
                indicatorCode,
                claimed: quantity,
                accepted: step.accepted.get(indicatorCode) ?? quantity,
              }))
        if (step.action === 'countersign')
          Object.assign(detail, {
            decision,
            quantities,
            usefulness: step.usefulness,
            words: step.words,
          })
        rows.countersignatures.push([
          cityCode,
          demoId(`countersignature ${record.id} ${index}`),
          record.id,
          version - 1,
          decision,
          step.action === 'countersign' ? step.usefulness : null,
          step.action === 'countersign' ? step.words : '',
          step.action === 'return' ? step.reason : null,
          JSON.stringify(step.action === 'return' ? step.fieldReasons : []),
          JSON.stringify(quantities),
          actor.id,
          actor.name,
          deputyFor?.name ?? null,
          role.organisation.id,
          role.organisation.name,
          step.at,
        ])
      }
      const action: AuditAction = `activity.${step.action === 'save' ? 'saveDraft' : step.action}`
      rows.events.push({
        city: cityCode,
        chain: communityChain(pairing.communitySide.code),
        at: step.at,
        actorId: actor.id,
        actorName: actor.name,
        actorRole: role.role,
        organisationId: role.organisation.id,
        action,
        subjectKind: 'activity',
        subjectId: record.id,
        detail: { ...detail, to: status },
      })
    }

    const last = steps.at(-1)
    const agencyPath = pairing.agencySide.path
    rows.activities.push([
      cityCode,
      record.id,
      pairing.id,
      pairing.agencySide.id,
      agencyPath,
      pairing.communitySide.id,
      pairing.communitySide.path,
      zoneOf.get(agencyPath.split('/')[1] ?? '') ?? null,
      content.campaignId,
      programmeYear,
      content.day,
      content.kind,
      content.area,
      content.direction,
      isGiven ? 'COMMUNITY_SIDE' : 'AGENCY_SIDE',
      content.title,
      content.words,
      record.status,
      version,
      content.personTimes,
      content.hours,
      record.openQuestions,
      record.usefulness,
      recorder.id,
      record.createdAt,
      last?.at ?? record.createdAt,
      submittedAt === null ? null : recorder.id,
      submittedAt,
      submittedAt === null ? null : sha256(canonicalJson({ ...content })),
      decidedById,
      decidedAt,
    ])
    content.outputs.forEach(({ indicatorCode, quantity }, position) => {
      rows.outputs.push([
        cityCode,
        record.id,
        indicatorCode,
        position,
        quantity,
        record.accepted.get(indicatorCode) ?? null,
      ])
    })
    content.participations.forEach(({ label, headCount, hoursEach }, position) => {
      rows.participations.push([cityCode, record.id, position, label, headCount, hoursEach])
    })
  }
  return rows
}

/** What both did together is signed by both: the agency's secretary first, half-way to the community's signature. */
function withSecondSignature(steps: readonly DemoStep[]): DemoStep[] {
  return steps.flatMap((step, index) => {
    const before = steps[index - 1]
    if (step.action !== 'countersign' || before === undefined) return [step]
    const at = new Date((before.at.getTime() + step.at.getTime()) / 2)
    return [{ ...step, at, words: '', isFirstOfTwo: true }, step]
  })
}

/** Links the events of each chain in the order of time. */
export function chainRows(events: readonly AuditEventContent[]): {
  events: Cell[][]
  heads: Cell[][]
} {
  const heads = new Map<string, { seq: number; hash: string }>()
  const rows: Cell[][] = []
  for (const content of events.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    const head = heads.get(content.chain) ?? { seq: 0, hash: GENESIS_HASH }
    const seq = head.seq + 1
    const event = canonicalEvent(content)
    const hash = sha256(linkText(head.hash, seq, event))
    rows.push([
      content.city,
      content.chain,
      seq,
      content.at,
      content.actorId,
      content.actorName,
      content.actorRole,
      content.organisationId,
      content.action,
      content.subjectKind,
      content.subjectId,
      event,
      head.hash,
      hash,
    ])
    heads.set(content.chain, { seq, hash })
  }
  return {
    events: rows,
    heads: [...heads].map(([chain, { seq, hash }]) => [cityCode, chain, seq, hash]),
  }
}
