import type { DatedOrganisation, Organisations } from '@gongjian/domain/organisation-history'
import { ORGANISATION_KINDS } from '@gongjian/domain/vocabulary'
import type pg from 'pg'
import sql from 'sql-template-tag'
import { z } from 'zod'
import { rowsOf } from '../../platform/statement.ts'

const placement = z.object({
  from: z.string(),
  name: z.string(),
  parentId: z.string().nullable(),
  path: z.string(),
})
const organisation = z.object({
  id: z.string(),
  kind: z.enum(ORGANISATION_KINDS),
  code: z.string(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
  successorId: z.string().nullable(),
  placements: z.tuple([placement], placement),
})

/** All organisations of the city with their whole history. */
export async function readTree(
  client: pg.Pool | pg.ClientBase,
  city: string,
): Promise<Organisations> {
  const rows = await rowsOf<Record<string, unknown>>(
    client,
    sql`SELECT o.id, o.kind, o.code, o.valid_from AS "validFrom", o.valid_to AS "validTo", o.successor_id AS "successorId",
          json_agg(json_build_object('from', p.valid_from, 'name', p.name, 'parentId', p.parent_id, 'path', p.path) ORDER BY p.valid_from DESC) AS placements
        FROM organisation o JOIN organisation_placement p ON p.city_code = o.city_code AND p.organisation_id = o.id
        WHERE o.city_code = ${city} GROUP BY o.city_code, o.id`,
  )
  return new Map(
    rows.map((row): [string, DatedOrganisation] => {
      const read = organisation.parse(row)
      return [read.id, read]
    }),
  )
}
