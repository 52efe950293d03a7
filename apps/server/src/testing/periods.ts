import { z } from 'zod'
import type { Actor, TestCity } from './city-under-test.ts'
import { newId } from './recording.ts'

const outcome = z.looseObject({
  __typename: z.string(),
  id: z.string().optional(),
  code: z.string().optional(),
  status: z.string().optional(),
  state: z.string().optional(),
  version: z.number().optional(),
  fieldErrors: z.array(z.object({ path: z.string(), code: z.string() })).optional(),
})
type PeriodOutcome = z.infer<typeof outcome>

const given = {
  openProgrammeYear: '... on Period { year status version startsOn endsOn quarters { quarter } }',
  movePeriod: '... on Period { year status version quarters { quarter status ownStatus version } }',
  grantPeriodException:
    '... on PeriodException { id state until organisation { name } activity { id } }',
  revokePeriodException: '... on PeriodException { id state revokedByName revokeReason }',
} as const

/** Calls an operation on periods through the API. */
export async function callPeriod(
  actor: Actor,
  operation: keyof typeof given,
  input: Record<string, unknown>,
): Promise<PeriodOutcome> {
  const type = `${operation.charAt(0).toUpperCase()}${operation.slice(1)}Input`
  const invalid =
    operation === 'movePeriod' ? '' : '... on InvalidInput { fieldErrors { path code } }'
  const data = await actor.ask(
    `mutation ($input: ${type}!) { ${operation}(input: $input) { __typename ${given[operation]} ... on Failure { code message } ${invalid} } }`,
    { input },
  )
  return outcome.parse(data[operation])
}

const counts = z.object({ drafts: z.number(), returned: z.number(), waiting: z.number() })

/** What the checklist says, in all and by the paths of organisations. */
export async function checklistFor(actor: Actor, year: number, quarter: number | null = null) {
  const { periodChecklist } = await actor.ask(
    `query ($year: Int!, $quarter: Int) { periodChecklist(year: $year, quarter: $quarter) {
      total { drafts returned waiting } lines { organisation { id } drafts returned waiting } } }`,
    { year, quarter },
  )
  return z
    .object({
      total: counts,
      lines: z.array(counts.extend({ organisation: z.object({ id: z.string() }) })),
    })
    .parse(periodChecklist)
}

const periodShape = z.object({
  version: z.number(),
  quarters: z.array(z.object({ quarter: z.number(), version: z.number() })),
})

/** Moves a year or a quarter as it stands, leaving open what is open. */
export async function moveAsItStands(
  actor: Actor,
  move: 'BEGIN_CLOSING' | 'REOPEN' | 'LOCK',
  quarter: number | null,
): Promise<PeriodOutcome> {
  const { periods } = await actor.ask('{ periods { year version quarters { quarter version } } }')
  const year = z
    .array(periodShape.extend({ year: z.number() }))
    .parse(periods)
    .find((one) => one.year === 2008)
  const version =
    quarter === null
      ? year?.version
      : year?.quarters.find((one) => one.quarter === quarter)?.version
  const { total: leaves } = await checklistFor(actor, 2008, quarter)
  return callPeriod(actor, 'movePeriod', { year: 2008, quarter, version, move, leaves })
}

/** Lets the quarter of the demonstration year close and lock, where it is not so already. */
export async function lockQuarter(actor: Actor, quarter: number): Promise<void> {
  const { periods } = await actor.ask('{ periods { year quarters { quarter ownStatus } } }')
  const status = z
    .array(z.object({ year: z.number(), quarters: z.array(quarterState) }))
    .parse(periods)
    .find(({ year }) => year === 2008)
    ?.quarters.find((one) => one.quarter === quarter)?.ownStatus
  const moves = { OPEN: ['BEGIN_CLOSING', 'LOCK'], CLOSING: ['LOCK'], LOCKED: [] } as const
  for (const move of moves[status ?? 'OPEN']) {
    const { __typename, code } = await moveAsItStands(actor, move, quarter)
    if (__typename !== 'Period') throw new Error(`${move} was refused: ${code}`)
  }
}
const quarterState = z.object({
  quarter: z.number(),
  ownStatus: z.enum(['OPEN', 'CLOSING', 'LOCKED']),
})

/** Grants an exception for the second quarter of the demonstration year, but for what is given. */
export function grantFor(actor: Actor, changes: Record<string, unknown>): Promise<PeriodOutcome> {
  return callPeriod(actor, 'grantPeriodException', {
    id: newId(),
    year: 2008,
    quarter: 2,
    reason: '补报遗漏的活动',
    until: '2008-10-05',
    ...changes,
  })
}

/** The pairing of these two. */
export async function pairingOf(city: TestCity, agency: Actor, community: Actor): Promise<string> {
  const { rows } = await city.database.pool.query<{ id: string }>(
    `SELECT p.id FROM pairing p JOIN organisation a ON a.id = p.agency_side_id JOIN organisation c ON c.id = p.community_side_id
     WHERE a.path = $1 AND c.path = $2 AND p.valid_to IS NULL`,
    [agency.organisationPath, community.organisationPath],
  )
  const [first] = rows
  if (first === undefined) throw new Error('no pairing')
  return first.id
}
