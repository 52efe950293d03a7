import { judgeScan } from '@gongjian/domain/check-in-code'
import { sessionProblem } from '@gongjian/domain/labour-hours'
import sql from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { Refused } from '../../platform/failures.ts'
import { countTry, limitsOf } from '../../platform/limits.ts'
import { rowsOf } from '../../platform/statement.ts'
import { sessionOfCode } from './check-in.ts'
import { expectedAt } from './session-row.ts'
import type { SessionRow } from './session-row.ts'

export type CheckInPlaceRow = {
  session: SessionRow
  organisations: { id: string; name: string }[]
  names: { id: string; name: string }[]
}

/**
 * What a phone sees that has just scanned a code: where it is, which organisations are expected, and of one of them the
 * names of those who agreed to be named. Only while the code is fresh: an old one lists nobody.
 */
export async function checkInPlace(
  context: RequestContext,
  {
    code,
    organisationId,
    scannedAgo,
  }: { code: string; organisationId: string | null; scannedAgo: number },
): Promise<CheckInPlaceRow> {
  await countTry(limitsOf(context.database).checkInByAddress, context.client.ip)
  const { session, step } = await sessionOfCode(context, code)
  const now = context.now.getTime()
  const scan = judgeScan({ step, now, scannedAgo, phoneClock: now })
  if (!scan.ok) throw new Refused(scan.code)
  const problem = sessionProblem(session, new Date(scan.scannedAt), context.city.timeZone)
  if (problem !== null) throw new Refused(problem)
  const city = context.city.code
  const active = sql`v.joined_on <= s.day AND (v.left_on IS NULL OR v.left_on >= s.day)`
  const organisations = await rowsOf<{ id: string; name: string }>(
    context.database.pool,
    sql`SELECT o.id, o.name FROM labour_session s JOIN organisation o ON o.city_code = s.city_code AND o.kind IN ('AGENCY', 'BRANCH')
        WHERE s.city_code = ${city} AND s.id = ${session.id}::uuid AND ${expectedAt(sql`o.path`)}
          AND EXISTS (SELECT FROM volunteer v WHERE v.city_code = o.city_code AND v.organisation_id = o.id AND ${active}) ORDER BY o.path LIMIT 1000`,
  )
  const names =
    organisationId === null || scan.sentLater
      ? []
      : await rowsOf<{ id: string; name: string }>(
          context.database.pool,
          sql`SELECT v.id, v.name FROM labour_session s JOIN volunteer v ON v.city_code = s.city_code AND v.organisation_id = ${organisationId}::uuid
              JOIN organisation o ON o.city_code = v.city_code AND o.id = v.organisation_id
              WHERE s.city_code = ${city} AND s.id = ${session.id}::uuid AND ${expectedAt(sql`o.path`)} AND ${active} AND v.consents_to_named ORDER BY v.name LIMIT 500`,
        )
  return { session, organisations, names }
}
