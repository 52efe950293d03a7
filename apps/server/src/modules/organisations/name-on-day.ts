import type { CalendarDay } from '@gongjian/domain/calendar-day'
import sql from 'sql-template-tag'
import { loaderOf } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'

/** What an organisation was called on a day, where that is another name than today's; else null. */
export function loadNameOn(
  context: RequestContext,
  organisationId: string,
  day: CalendarDay,
): Promise<string | null> {
  return loaderOf<string, string>(context, 'name on day', async (keys) => {
    const asked = keys.map((key) => key.split(' '))
    const rows = await rowsOf<{ key: string; name: string }>(
      context.database.pool,
      sql`SELECT asked.id || ' ' || to_char(asked.day, 'YYYY-MM-DD') AS key, placed.name
          FROM unnest(${asked.map(([id]) => id ?? '')}::uuid[], ${asked.map(([, on]) => on ?? '')}::date[]) AS asked (id, day)
          JOIN organisation o ON o.city_code = ${context.city.code} AND o.id = asked.id
          JOIN LATERAL (SELECT p.name FROM organisation_placement p WHERE p.city_code = o.city_code AND p.organisation_id = o.id AND p.valid_from <= asked.day ORDER BY p.valid_from DESC LIMIT 1) placed ON placed.name <> o.name`,
    )
    return new Map(rows.map(({ key, name }) => [key, name]))
  }).load(`${organisationId} ${day}`)
}
