import type { OrganisationChange } from '@gongjian/domain/organisation-change'
import { childrenOf } from '@gongjian/domain/organisation-change'
import sql from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { firstRowOf } from '../../platform/statement.ts'
import { refuseProblems } from './change-organisations.ts'
import { pairingsFrom } from './change-circumstances.ts'
import { parseChange } from './parse-change.ts'
import type { TypedChange } from './parse-change.ts'
import { readTree } from './read-tree.ts'

/** What a change will touch, before it is decided. */
export type ChangePreview = {
  /** Those that stand under the organisations that the change is about. */
  children: number
  movedChildren: number
  pairings: number
  /** Of the pairings, those that end; and of those, the ones that are opened again with the successor. */
  endedPairings: number
  reopenedPairings: number
  /** Drafts, and records that wait or came back. */
  openDrafts: number
  openRecords: number
  /** People who hold a role at what ends. */
  people: number
  waitsForItsDay: boolean
}

const subjectsOf = (change: OrganisationChange): readonly string[] =>
  change.kind === 'MERGE'
    ? change.organisationIds
    : change.kind === 'FOUND'
      ? []
      : [change.organisationId]

/** Throws InvalidInput with all that forbids it: what is previewed without fault can be done. */
export async function previewChange(
  context: RequestContext,
  typed: TypedChange,
): Promise<ChangePreview> {
  const { change } = parseChange(typed)
  const { pool } = context.database
  await refuseProblems(pool, context, change)
  const subjects = subjectsOf(change)
  const organisations = await readTree(pool, context.city.code)
  const children = subjects.flatMap((id) => childrenOf(organisations, id)).length
  const city = context.city.code
  const counts = await firstRowOf<
    Pick<ChangePreview, 'pairings' | 'openDrafts' | 'openRecords' | 'people'>
  >(
    pool,
    sql`SELECT (SELECT count(*)::int FROM pairing p WHERE ${pairingsFrom(city, subjects, change.day)}) AS pairings, records.*,
          (SELECT count(DISTINCT r.user_id)::int FROM role_assignment r WHERE r.city_code = ${city} AND r.organisation_id = ANY(${[...subjects]}::uuid[]) AND (r.valid_to IS NULL OR r.valid_to >= ${context.today}::date)) AS people
        FROM (SELECT count(*) FILTER (WHERE t.status = 'DRAFT')::int AS "openDrafts", count(*) FILTER (WHERE t.status <> 'DRAFT')::int AS "openRecords"
          FROM organisation o JOIN activity t ON t.city_code = o.city_code AND (t.agency_side_path = o.path OR t.community_side_path = o.path)
          WHERE o.city_code = ${city} AND o.id = ANY(${[...subjects]}::uuid[]) AND t.status IN ('DRAFT', 'SUBMITTED', 'RETURNED')) records`,
  )
  const found = counts ?? { pairings: 0, openDrafts: 0, openRecords: 0, people: 0 }
  const ended =
    change.kind === 'SPLIT'
      ? change.pairingIds.length
      : change.kind === 'MERGE' || change.kind === 'CLOSE'
        ? found.pairings
        : 0
  return {
    ...found,
    children,
    movedChildren:
      change.kind === 'SPLIT' ? change.childIds.length : change.kind === 'MERGE' ? children : 0,
    endedPairings: ended,
    reopenedPairings:
      change.kind === 'MERGE'
        ? ended - change.endedPairingIds.length
        : change.kind === 'SPLIT'
          ? ended
          : 0,
    people: change.kind === 'MERGE' || change.kind === 'CLOSE' ? found.people : 0,
    waitsForItsDay: change.day > context.today,
  }
}
