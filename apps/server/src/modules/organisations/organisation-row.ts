import type { HelpArea, OrganisationKind } from '@gongjian/domain/vocabulary'
import sql, { raw } from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { loaderOf } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'

/** What other things say of an organisation: enough for its name, its link and whose it is. */
export type OrganisationBrief = {
  id: string
  kind: OrganisationKind
  code: string
  name: string
  path: string
}
export type OrganisationRow = OrganisationBrief & {
  pinyinInitials: string
  parentId: string | null
  position: number
  strengths: HelpArea[]
  memberCount: number | null
  validFrom: string
  validTo: string | null
  /** Who carries on, where it was merged. */
  successorId: string | null
}

/** A joined organisation (a table alias) in brief, as one JSON object. A page has many of them: each column costs. */
export function organisationJson(alias: string): Sql {
  const o = raw(alias)
  return sql`json_build_object('id', ${o}.id, 'kind', ${o}.kind, 'code', ${o}.code, 'name', ${o}.name, 'path', ${o}.path)`
}

/** All columns of an organisation (a table alias) as one JSON object. */
export function wholeOrganisationJson(alias: string): Sql {
  const o = raw(alias)
  return sql`json_build_object('id', ${o}.id, 'kind', ${o}.kind, 'code', ${o}.code, 'name', ${o}.name, 'pinyinInitials', ${o}.pinyin_initials, 'parentId', ${o}.parent_id, 'path', ${o}.path, 'position', ${o}.position, 'strengths', ${o}.strengths, 'memberCount', ${o}.member_count, 'validFrom', ${o}.valid_from, 'validTo', ${o}.valid_to, 'successorId', ${o}.successor_id)`
}

async function organisationsWhere(
  context: RequestContext,
  condition: Sql,
  order: Sql = sql`o.path`,
): Promise<OrganisationRow[]> {
  const rows = await rowsOf<{ organisation: OrganisationRow }>(
    context.database.pool,
    sql`SELECT ${wholeOrganisationJson('o')} AS organisation FROM organisation o WHERE o.city_code = ${context.city.code} AND ${condition} ORDER BY ${order}`,
  )
  return rows.map(({ organisation }) => organisation)
}

export function loadOrganisation(
  context: RequestContext,
  id: string,
): Promise<OrganisationRow | null> {
  return loaderOf<string, OrganisationRow>(context, 'organisation by id', async (ids) => {
    const rows = await organisationsWhere(context, sql`o.id = ANY(${[...ids]}::uuid[])`)
    return new Map(rows.map((row) => [row.id, row]))
  }).load(id)
}

/** All that is known of an organisation that was read in brief. */
export async function wholeOrganisation(
  context: RequestContext,
  organisation: OrganisationBrief | OrganisationRow,
): Promise<OrganisationRow> {
  if ('position' in organisation) return organisation
  const whole = await loadOrganisation(context, organisation.id)
  if (whole === null) throw new Error('what was read is gone')
  return whole
}

/** By code: the segments of a path are codes, so that ancestors need no walk. */
export function loadOrganisationByCode(
  context: RequestContext,
  code: string,
): Promise<OrganisationRow | null> {
  return loaderOf<string, OrganisationRow>(context, 'organisation by code', async (codes) => {
    const rows = await organisationsWhere(context, sql`o.code = ANY(${[...codes]}::text[])`)
    return new Map(rows.map((row) => [row.code, row]))
  }).load(code)
}

/** Those that exist on the city's day. */
export function loadChildren(
  context: RequestContext,
  id: string,
): Promise<OrganisationRow[] | null> {
  return loaderOf<string, OrganisationRow[]>(context, 'children of organisation', async (ids) => {
    const rows = await organisationsWhere(
      context,
      sql`o.parent_id = ANY(${[...ids]}::uuid[]) AND o.valid_from <= ${context.today}::date AND (o.valid_to IS NULL OR o.valid_to >= ${context.today}::date)`,
      sql`o.position, o.code`,
    )
    return new Map(
      ids.map((parent) => [parent, rows.filter(({ parentId }) => parentId === parent)]),
    )
  }).load(id)
}

/** The codes of the organisations above, from the city committee down to the parent. */
export function ancestorCodes({ path }: Pick<OrganisationRow, 'path'>): string[] {
  return path.split('/').slice(0, -2)
}
