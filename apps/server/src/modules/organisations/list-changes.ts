import type { ChangePart, OrganisationChangeKind } from '@gongjian/domain/organisation-change'
import sql, { join } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import { loaderOf } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'

export const ORGANISATION_CHANGE_STATES = ['PLANNED', 'DONE', 'CANCELLED'] as const
export type OrganisationChangeState = (typeof ORGANISATION_CHANGE_STATES)[number]

/** A change with whom it names. The names are as of the day before it and, of what it makes, as it was written down. */
export type ChangeRow = {
  id: string
  kind: OrganisationChangeKind
  day: string
  reason: string
  state: OrganisationChangeState
  registeredBy: string
  registeredAt: Date
  parts: { organisationId: string; part: ChangePart; name: string; exists: boolean }[]
  /** The name that it gives: to the renamed one, or to the founded one. */
  newName: string | null
}

const columns = sql`c.id, c.kind, c.day, c.reason,
  CASE WHEN c.cancelled_at IS NOT NULL THEN 'CANCELLED' WHEN c.carried_out_at IS NOT NULL THEN 'DONE' ELSE 'PLANNED' END AS state,
  (SELECT u.name FROM user_account u WHERE u.id = c.registered_by_id) AS "registeredBy", c.registered_at AS "registeredAt",
  coalesce(c.content->>'name', c.content->'founded'->>'name', c.content->'into'->'founded'->>'name') AS "newName",
  (SELECT json_agg(json_build_object('organisationId', p.organisation_id, 'part', p.part, 'exists', o.id IS NOT NULL, 'name', coalesce(
      (SELECT v.name FROM organisation_placement v WHERE v.city_code = p.city_code AND v.organisation_id = p.organisation_id AND v.valid_from < c.day ORDER BY v.valid_from DESC LIMIT 1),
      CASE WHEN p.part = 'FOUNDED' THEN coalesce(c.content->'founded'->>'name', c.content->'into'->'founded'->>'name') END, o.name, '')) ORDER BY p.part, o.path)
    FROM organisation_change_part p LEFT JOIN organisation o ON o.city_code = p.city_code AND o.id = p.organisation_id
    WHERE p.city_code = c.city_code AND p.change_id = c.id) AS parts`

function changesWhere(
  context: RequestContext,
  condition: Sql,
  more: Sql = sql`ORDER BY c.day DESC, c.id DESC`,
): Promise<ChangeRow[]> {
  return rowsOf<ChangeRow>(
    context.database.pool,
    sql`SELECT ${columns} FROM organisation_change c WHERE c.city_code = ${context.city.code} AND ${condition} ${more}`,
  )
}

export async function changeRow(context: RequestContext, id: string): Promise<ChangeRow> {
  const [row] = await changesWhere(context, sql`c.id = ${id}::uuid`)
  if (row === undefined) throw new Error('the change was just written')
  return row
}

/** The changes that name an organisation (not those that only put something under it), the newest first. */
export function loadChangesOf(context: RequestContext, id: string): Promise<ChangeRow[] | null> {
  return loaderOf<string, ChangeRow[]>(context, 'changes of organisation', async (ids) => {
    const rows = await changesWhere(
      context,
      sql`c.cancelled_at IS NULL AND EXISTS (SELECT FROM organisation_change_part p WHERE p.city_code = c.city_code AND p.change_id = c.id AND p.part <> 'PARENT' AND p.organisation_id = ANY(${[...ids]}::uuid[]))`,
    )
    return new Map(
      ids.map((one) => [
        one,
        rows.filter(({ parts }) =>
          parts.some(({ organisationId, part }) => organisationId === one && part !== 'PARENT'),
        ),
      ]),
    )
  }).load(id)
}

export type NameInTime = { name: string; from: string }

/** The names that an organisation has had, the newest first. */
export function loadNames(context: RequestContext, id: string): Promise<NameInTime[] | null> {
  return loaderOf<string, NameInTime[]>(context, 'names of organisation', async (ids) => {
    const rows = await rowsOf<NameInTime & { id: string }>(
      context.database.pool,
      sql`SELECT id, name, "from" FROM (
            SELECT organisation_id AS id, name, valid_from AS "from", lag(name) OVER (PARTITION BY organisation_id ORDER BY valid_from) AS before
            FROM organisation_placement WHERE city_code = ${context.city.code} AND organisation_id = ANY(${[...ids]}::uuid[])) placed
          WHERE name IS DISTINCT FROM before ORDER BY "from" DESC`,
    )
    return new Map(ids.map((one) => [one, rows.filter((row) => row.id === one)]))
  }).load(id)
}

const cursor = z.tuple([z.string(), z.string()])

export async function listChanges(
  context: RequestContext,
  page: PageArguments,
  { state }: { state?: OrganisationChangeState | null | undefined },
): Promise<Page<ChangeRow>> {
  const size = pageSize(page)
  const conditions: Sql[] = [sql`true`]
  if (state === 'CANCELLED') conditions.push(sql`c.cancelled_at IS NOT NULL`)
  if (state === 'DONE') conditions.push(sql`c.carried_out_at IS NOT NULL`)
  if (state === 'PLANNED') conditions.push(sql`c.carried_out_at IS NULL AND c.cancelled_at IS NULL`)
  const after = decodeCursor(page.after, cursor)
  if (after) conditions.push(sql`(c.day, c.id) < (${after[0]}::date, ${after[1]}::uuid)`)
  const rows = await changesWhere(
    context,
    join(conditions, ' AND '),
    sql`ORDER BY c.day DESC, c.id DESC LIMIT ${size + 1}`,
  )
  return pageFrom(
    rows,
    size,
    page.after,
    ({ day, id }) => [day, id],
    (row) => row,
  )
}
