import { communityChain } from '@gongjian/domain/audit-event'
import { parseDay } from '@gongjian/domain/calendar-day'
import { checkedWords } from '@gongjian/domain/household-content'
import type { FieldProblem } from '@gongjian/domain/field-problem'
import sql from 'sql-template-tag'
import { auditCall } from '../../platform/audit.ts'
import { actingViewer, loaderOf } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput, NotFound, Refused } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { isBelow, visibleActivities } from '../activities/activity-row.ts'
import { organisationJson } from '../organisations/organisation-row.ts'
import type { OrganisationBrief } from '../organisations/organisation-row.ts'
import { findHousehold, reread, visibleHouseholds } from './household-row.ts'
import type { HouseholdRow } from './household-row.ts'
import { hasTakenPlace } from './link-visits.ts'
import { openPersonal } from './personal-fields.ts'

export type HouseholdVisitRow = {
  id: string
  householdId: string
  householdNumber: string
  /** Whether the reader may open the case. */
  inSight: boolean
  branch: OrganisationBrief
  activityId: string | null
  day: string
  visitors: string
  minutes: number | null
  agreed: string
  nextStep: string
  nextStepDue: string | null
  nextStepDoneOn: string | null
}

function columns(context: RequestContext) {
  return sql`w.id, w.household_id AS "householdId", h.number AS "householdNumber", (${visibleHouseholds(context)}) AS "inSight", ${organisationJson('n')} AS branch, w.activity_id AS "activityId", w.day, w.visitors, w.minutes, w.agreed,
  w.next_step AS "nextStep", w.next_step_due AS "nextStepDue", w.next_step_done_on AS "nextStepDoneOn"
  FROM household_visit w JOIN household h ON h.city_code = w.city_code AND h.id = w.household_id
    JOIN organisation k ON k.city_code = h.city_code AND k.id = h.keeper_id
    JOIN organisation n ON n.city_code = w.city_code AND n.id = w.branch_id`
}

/** The contacts with cases, the newest first; of each page of cases in one statement. */
export function loadVisitsOfHousehold(
  context: RequestContext,
  householdId: string,
): Promise<HouseholdVisitRow[] | null> {
  return loaderOf<string, HouseholdVisitRow[]>(context, 'visits of households', async (ids) => {
    const rows = await rowsOf<HouseholdVisitRow>(
      context.database.pool,
      sql`SELECT ${columns(context)} WHERE w.city_code = ${context.city.code} AND w.household_id = ANY(${[...ids]}::uuid[]) AND ${hasTakenPlace} ORDER BY w.day DESC, w.id`,
    )
    return Map.groupBy(rows, (row) => row.householdId)
  }).load(householdId)
}

/** The contacts that records were; whoever sees the record sees the case's number, and no more unless the case is in sight. */
export function loadVisitsOfActivity(
  context: RequestContext,
  activityId: string,
): Promise<HouseholdVisitRow[] | null> {
  return loaderOf<string, HouseholdVisitRow[]>(context, 'visits of activities', async (ids) => {
    const rows = await rowsOf<HouseholdVisitRow>(
      context.database.pool,
      sql`SELECT ${columns(context)} WHERE w.city_code = ${context.city.code} AND w.activity_id = ANY(${[...ids]}::uuid[]) ORDER BY h.number`,
    )
    return Map.groupBy(rows, (row) => row.activityId ?? '')
  }).load(activityId)
}

export type VisitInput = {
  id: string
  householdId: string
  activityId: string | null
  day: string
  visitors: string
  minutes: string
  agreed: string
  nextStep: string
  nextStepDue: string
}

/**
 * Keeps a contact with a case of the viewer's branches, alone or as part of a record of kind VISIT. The id is the
 * client's: the same again changes it. Throws InvalidInput, NotFound, Refused.
 */
export async function recordVisit(
  context: RequestContext,
  input: VisitInput,
): Promise<HouseholdRow> {
  const row = await findHousehold(context, input.householdId, 'recordHouseholdVisit', 'VISIT')
  const { assignment, userId } = actingViewer(context)
  const city = context.city.code
  const problems: FieldProblem[] = []
  const activity = await activityOf(context, input.activityId)
  const day = activity?.day ?? parseDay(input.day)
  if (day === null) problems.push({ path: 'day', code: 'NOT_A_DAY' })
  else if (day > context.today)
    problems.push({ path: 'day', code: 'DAY_IN_THE_FUTURE', values: { today: context.today } })
  const branch =
    day === null
      ? null
      : await firstRowOf<{ id: string }>(
          context.database.pool,
          sql`SELECT b.id FROM household_pairing p JOIN organisation b ON b.city_code = p.city_code AND b.id = p.branch_id
              WHERE p.city_code = ${city} AND p.household_id = ${row.id}::uuid AND ${isBelow(sql`b.path`, assignment.path)} AND p.valid_from <= ${day}::date AND (p.valid_to IS NULL OR p.valid_to >= ${day}::date)
              ORDER BY b.path LIMIT 1`,
        )
  if (day !== null && day <= context.today && branch === null)
    problems.push({ path: 'day', code: 'OUTSIDE_THE_PAIRING', values: { from: row.openedOn } })
  const words = wordsOf(context, row, input, problems)
  if (problems.length > 0 || branch === null || words === null) throw new InvalidInput(problems)
  const entry = auditCall(context, {
    chain: communityChain(row.keeper.code),
    action: 'household.recordVisit',
    subjectKind: 'household',
    subjectId: row.id,
    detail: { number: row.number, visitId: input.id, day, activityId: input.activityId },
  })
  const rows = await rowsOf(
    context.database.pool,
    sql`WITH kept AS (
          INSERT INTO household_visit (city_code, id, household_id, branch_id, activity_id, day, visitors, minutes, agreed, next_step, next_step_due, created_by_id, created_at)
          VALUES (${city}, ${input.id}::uuid, ${row.id}::uuid, ${branch.id}::uuid, ${input.activityId}::uuid, ${day}::date, ${words.visitors}, ${words.minutes}::int, ${words.agreed}, ${words.nextStep}, ${words.nextStepDue}::date, ${userId}::uuid, ${context.now})
          ON CONFLICT (city_code, id) DO UPDATE SET day = excluded.day, visitors = excluded.visitors, minutes = excluded.minutes, agreed = excluded.agreed, next_step = excluded.next_step, next_step_due = excluded.next_step_due
            WHERE household_visit.household_id = excluded.household_id AND household_visit.branch_id = excluded.branch_id AND household_visit.next_step_done_on IS NULL
          RETURNING id
        ) SELECT id, ${entry} FROM kept`,
  )
  if (rows.length === 0) throw new Refused('HOUSEHOLD_CHANGED')
  return reread(context, row.id)
}

/** The record that the contact is said to be part of: a visit of the viewer's branches. */
async function activityOf(
  context: RequestContext,
  id: string | null,
): Promise<{ day: string } | null> {
  if (id === null) return null
  const found = await firstRowOf<{ day: string }>(
    context.database.pool,
    sql`SELECT t.day FROM activity t WHERE t.city_code = ${context.city.code} AND t.id = ${id}::uuid AND t.kind = 'VISIT' AND t.status <> 'WITHDRAWN' AND ${visibleActivities(context.viewer)}`,
  )
  if (found === null) throw new NotFound()
  return found
}

function wordsOf(
  context: RequestContext,
  row: HouseholdRow,
  input: VisitInput,
  problems: FieldProblem[],
) {
  const personal = openPersonal(context, row)
  const words = (path: 'visitors' | 'agreed' | 'nextStep', required: boolean) =>
    checkedWords(path, input[path], personal, problems, {
      maximum: path === 'agreed' ? 1000 : 200,
      required,
    })
  const visitors = words('visitors', true)
  const agreed = words('agreed', false)
  const nextStep = words('nextStep', false)
  const typed = input.minutes.normalize('NFKC').trim()
  const minutes = typed === '' ? null : /^\d{1,4}$/.test(typed) ? Number(typed) : Number.NaN
  if (Number.isNaN(minutes)) problems.push({ path: 'minutes', code: 'NOT_A_WHOLE_NUMBER' })
  else if (minutes === 0) problems.push({ path: 'minutes', code: 'MUST_BE_POSITIVE' })
  else if (minutes !== null && minutes > 1440) problems.push({ path: 'minutes', code: 'TOO_LARGE' })
  const due = input.nextStepDue.trim() === '' ? null : parseDay(input.nextStepDue)
  if (due === null && input.nextStepDue.trim() !== '')
    problems.push({ path: 'nextStepDue', code: 'NOT_A_DAY' })
  return visitors === null || agreed === null || nextStep === null
    ? null
    : { visitors, agreed, nextStep, minutes, nextStepDue: nextStep === '' ? null : due }
}

/** Says that the next step was done; either side may. Throws NotFound, Refused. */
export async function closeFollowUp(
  context: RequestContext,
  input: { visitId: string },
): Promise<HouseholdRow> {
  const visit = await firstRowOf<{ householdId: string }>(
    context.database.pool,
    sql`SELECT household_id AS "householdId" FROM household_visit WHERE city_code = ${context.city.code} AND id = ${input.visitId}::uuid`,
  )
  if (visit === null) throw new NotFound()
  const row = await findHousehold(context, visit.householdId, 'closeHouseholdFollowUp', 'VISIT')
  const entry = auditCall(context, {
    chain: communityChain(row.keeper.code),
    action: 'household.closeFollowUp',
    subjectKind: 'household',
    subjectId: row.id,
    detail: { number: row.number, visitId: input.visitId },
  })
  const rows = await rowsOf(
    context.database.pool,
    sql`WITH done AS (
          UPDATE household_visit SET next_step_done_on = ${context.today}::date, next_step_done_by_id = ${actingViewer(context).userId}::uuid
          WHERE city_code = ${context.city.code} AND id = ${input.visitId}::uuid AND next_step <> '' AND next_step_done_on IS NULL RETURNING id
        ) SELECT id, ${entry} FROM done`,
  )
  if (rows.length === 0) throw new Refused('NOTHING_TO_FOLLOW_UP')
  return reread(context, row.id)
}
