import type { Concern } from '@gongjian/domain/diagnose'
import type { DiagnosisSign, FollowUpState } from '@gongjian/domain/diagnosis-signs'
import { parseSearch } from '@gongjian/domain/search-text'
import sql from 'sql-template-tag'
import { z } from 'zod'
import { decodeCursor, pageFrom, pageSize } from '../../platform/connection.ts'
import type { Page, PageArguments } from '../../platform/connection.ts'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { organisationSearch } from '../organisations/list-organisations.ts'
import { signOf } from './diagnosis-of-year.ts'
import { followUpsOf } from './follow-up.ts'
import type { FollowUpRow } from './follow-up.ts'

export const CONCERN_ORDERS = ['MOST', 'FEWEST_RECORDS', 'MOST_RECORDS', 'ORGANISATION'] as const
export type ConcernOrder = (typeof CONCERN_ORDERS)[number]
export const FOLLOW_UP_FILTERS = ['NONE', 'FOLLOWING', 'UNDERSTOOD'] as const
export type ConcernFilter = {
  year: number
  sign: DiagnosisSign
  zoneId?: string | null | undefined
  search?: string | null | undefined
  followUp?: (typeof FOLLOW_UP_FILTERS)[number] | null | undefined
}
export type ConcernRow = Concern & {
  year: number
  sign: DiagnosisSign
  followUp: (FollowUpRow & { state: Exclude<FollowUpState, 'CLEARED'> }) | null
  /** What a change of the follow-up says it has read. */
  revision: number
}

const cursor = z.tuple([z.union([z.number(), z.string()]), z.string()])

/** Whom a sign of a year names, by keyset over the order asked for. */
export async function listConcerns(
  context: RequestContext,
  page: PageArguments & { order?: ConcernOrder | null | undefined },
  { year, sign, zoneId, search, followUp }: ConcernFilter,
): Promise<Page<ConcernRow>> {
  const size = pageSize(page, 20)
  const after = decodeCursor(page.after, cursor)
  const [{ concerns }, marks, found] = await Promise.all([
    signOf(context, year, sign, zoneId ?? null),
    followUpsOf(context, year, sign),
    organisationsNamed(context, search),
  ])
  const paths =
    page.order === 'ORGANISATION' ? await pathsOf(context, concerns) : new Map<string, string>()
  const keyOf = ({ subjectId, organisationId, weight, records }: ConcernRow): number | string =>
    ({
      MOST: -weight,
      FEWEST_RECORDS: records,
      MOST_RECORDS: -records,
      ORGANISATION: paths.get(organisationId) ?? subjectId,
    })[page.order ?? 'MOST']
  const rows = concerns
    .map((concern): ConcernRow => {
      const mark = marks.get(concern.subjectId)
      return {
        ...concern,
        year,
        sign,
        revision: mark?.revision ?? 0,
        followUp: mark && mark.state !== 'CLEARED' ? { ...mark, state: mark.state } : null,
      }
    })
    .filter(
      (row) =>
        (found === null ||
          found.has(row.organisationId) ||
          (row.partnerId !== null && found.has(row.partnerId))) &&
        (!followUp || (row.followUp?.state ?? 'NONE') === followUp),
    )
    .map((row) => ({ row, key: keyOf(row) }))
    .toSorted((a, b) => compare(a.key, b.key) || compare(a.row.subjectId, b.row.subjectId))
  const beyond =
    after === null
      ? rows
      : rows.filter(
          ({ row, key }) => (compare(key, after[0]) || compare(row.subjectId, after[1])) > 0,
        )
  return pageFrom(
    beyond.slice(0, size + 1),
    size,
    page.after,
    ({ row, key }) => [key, row.subjectId],
    ({ row }) => row,
  )
}

const compare = (a: number | string, b: number | string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The organisations that a search names; null where nothing is searched for. */
async function organisationsNamed(
  context: RequestContext,
  search: string | null | undefined,
): Promise<Set<string> | null> {
  if (parseSearch(search ?? '') === null) return null
  // Whoever is found stands for all below it.
  const rows = await rowsOf<{ id: string }>(
    context.database.pool,
    sql`SELECT DISTINCT u.id FROM organisation o JOIN organisation u ON u.city_code = o.city_code AND starts_with(u.path, o.path)
        WHERE o.city_code = ${context.city.code} AND o.kind <> 'CITY_COMMITTEE' AND ${organisationSearch(sql`o`, search)}`,
  )
  return new Set(rows.map(({ id }) => id))
}

async function pathsOf(
  context: RequestContext,
  concerns: readonly Concern[],
): Promise<Map<string, string>> {
  const ids = [...new Set(concerns.map(({ organisationId }) => organisationId))]
  const rows = await rowsOf<{ id: string; path: string }>(
    context.database.pool,
    sql`SELECT o.id, o.path FROM organisation o WHERE o.city_code = ${context.city.code} AND o.id = ANY(${ids}::uuid[])`,
  )
  return new Map(rows.map(({ id, path }) => [id, path]))
}

const rounded = (value: number, decimals: number): number =>
  Math.round(value * 10 ** decimals) / 10 ** decimals
/** How the figures of a reason are written: shares as per cents, indices and ratings with two decimals, the others with one. */
const shares = new Set(['share'])
const fine = new Set(['balance', 'evenness', 'zone', 'usefulness'])

/** Why somebody is named, in the reader's words. */
export function whyOf(
  context: RequestContext,
  { variant, details, records, missingAreas }: Concern,
): string {
  const values = Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      value === null
        ? context.text('diagnosis.unknown')
        : shares.has(name)
          ? Math.round(value * 100)
          : rounded(value, fine.has(name) ? 2 : 1),
    ]),
  )
  const why = context.text(`diagnosis.why_${variant}`, { ...values, records })
  if (missingAreas.length === 0) return why
  return `${why}${context.text('diagnosis.missing', {
    areas: missingAreas
      .map((area) => context.text(`words.area_${area}`))
      .join(context.text('diagnosis.and')),
  })}`
}
