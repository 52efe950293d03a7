import { randomBytes } from 'node:crypto'
import type { Actor, TestCity } from './city-under-test.ts'

/** An id as clients make them: UUID version 7. */
export function newId(): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(Date.now(), 0, 6)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

export type Content = {
  pairingId: string
  day: string
  kind: string
  area: string | null
  direction: string
  campaignId?: string | null
  title: string
  words: string
  outputs: { indicatorCode: string; quantity: string }[]
  participations: { label?: string | null; headCount: string; hoursEach: string }[]
  donations?: ({ kind: string; description: string; valueYuan: string } & Record<
    string,
    string | null
  >)[]
  householdIds?: string[]
}

/** A record that the branch may submit as it is. */
export function contentFor(pairingId: string, changes: Partial<Content> = {}): Content {
  return {
    pairingId,
    day: '2008-09-20',
    kind: 'SIX_HELPS',
    area: 'PARTY_BUILDING',
    direction: 'AGENCY_TO_COMMUNITY',
    title: '为社区党员上党课',
    words: '讲解党的十七大精神。',
    outputs: [{ indicatorCode: 'partyBuilding.lectures', quantity: '3' }],
    participations: [{ label: null, headCount: '12', hoursEach: '1.5' }],
    ...changes,
  }
}

const payload = `__typename
  ... on Activity { id version status title hours personTimes usefulness openQuestions outputs { claimed accepted indicator { code } } }
  ... on Failure { code message }
  ... on InvalidInput { fieldErrors { path code message } }`
const stale = `... on StaleVersion { current { id version status title } }`

const documents = {
  saveActivityDraft: `mutation ($input: SaveActivityDraftInput!) { saveActivityDraft(input: $input) { ${payload} ${stale} } }`,
  submitActivity: `mutation ($input: SubmitActivityInput!) { submitActivity(input: $input) { ${payload} ${stale} } }`,
  withdrawActivity: `mutation ($input: WithdrawActivityInput!) { withdrawActivity(input: $input) { __typename ... on Activity { id version status } ... on Failure { code message } ${stale} } }`,
  countersignActivity: `mutation ($input: CountersignActivityInput!) { countersignActivity(input: $input) { ${payload} ${stale} } }`,
  returnActivity: `mutation ($input: ReturnActivityInput!) { returnActivity(input: $input) { ${payload} ${stale} } }`,
  reopenActivity: `mutation ($input: ReopenActivityInput!) { reopenActivity(input: $input) { ${payload} ${stale} } }`,
} as const

/** What an operation on a record gave: the record, or a failure. */
export type Outcome = {
  __typename: string
  id?: string
  version?: number
  status?: string
  title?: string
  hours?: string
  personTimes?: number
  usefulness?: number | null
  openQuestions?: string[]
  outputs?: { claimed: string; accepted: string | null; indicator: { code: string } }[]
  code?: string
  message?: string
  fieldErrors?: { path: string; code: string; message: string }[]
  current?: { id: string; version: number; status: string; title: string }
}

function isOutcome(value: unknown): value is Outcome {
  return typeof value === 'object' && value !== null && '__typename' in value
}

/** Calls an operation on a record through the API. */
export async function call(
  actor: Actor,
  operation: keyof typeof documents,
  input: Record<string, unknown>,
): Promise<Outcome> {
  const data = await actor.ask(documents[operation], { input })
  const outcome = data[operation]
  if (!isOutcome(outcome)) throw new Error(`${operation} gave no payload`)
  return outcome
}

/** Field and code of all that was found wrong. */
export function problemsOf(outcome: Outcome): string[] {
  return (outcome.fieldErrors ?? []).map(({ path, code }) => `${path}: ${code}`)
}

/** The pairing of a branch's recorder with a community that holds today. */
export async function pairingBetween(
  { database }: TestCity,
  recorder: Actor,
  community: Actor,
): Promise<string> {
  const { rows } = await database.pool.query<{ id: string }>(
    `SELECT p.id FROM pairing p JOIN organisation a ON a.id = p.agency_side_id JOIN organisation c ON c.id = p.community_side_id
     WHERE a.path = $1 AND c.path = $2 AND p.valid_to IS NULL`,
    [recorder.organisationPath, community.organisationPath],
  )
  return rows[0]?.id ?? ''
}
