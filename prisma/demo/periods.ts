import type pg from 'pg'
import { quartersFrom } from '@gongjian/domain/period-rules'
import { cityCode, demoId } from './organisations.ts'
import { copyRows } from './copy-rows.ts'

const columns = ['city_code', 'year', 'quarter', 'starts_on', 'ends_on', 'status']

/** The four quarters of a year, all of them open: what is to be loaded has to come in first. */
export async function loadQuarters(
  client: pg.Client,
  years: readonly { year: number; startsOn: string }[],
): Promise<void> {
  await copyRows(
    client,
    'period_quarter',
    columns,
    years.flatMap(({ year, startsOn }) =>
      quartersFrom(startsOn).map((one) => [
        cityCode,
        year,
        one.quarter,
        one.startsOn,
        one.endsOn,
        'OPEN',
      ]),
    ),
  )
}

/** The first quarter of the demonstration year is locked, the second closes, and one branch may still hand something in. */
export async function closeQuarters(
  client: pg.Client,
  { year, decidedBy }: { year: number; decidedBy: { id: string; name: string } },
): Promise<void> {
  const states = [
    [1, 'LOCKED', '2008-04-28T01:35:00Z'],
    [2, 'CLOSING', '2008-09-16T07:20:00Z'],
  ] as const
  for (const [quarter, status, at] of states)
    await client.query(
      `UPDATE period_quarter SET status = $4, version = $5, changed_at = $6, changed_by_name = $7 WHERE city_code = $1 AND year = $2 AND quarter = $3`,
      [cityCode, year, quarter, status, status === 'LOCKED' ? 3 : 2, at, decidedBy.name],
    )
  await client.query(
    `INSERT INTO period_exception (city_code, id, year, quarter, organisation_id, reason, until, granted_by_id, granted_by_name, granted_at)
     SELECT $1, $2, $3, 1, o.id, '元旦前走访的三次活动漏报，准予补报。', '2008-10-10', $4, $5, '2008-09-22T03:00:00Z'
     FROM organisation o WHERE o.city_code = $1 AND o.kind = 'BRANCH' ORDER BY o.path DESC LIMIT 1`,
    [cityCode, demoId('exception for a branch'), year, decidedBy.id, decidedBy.name],
  )
  await client.query(
    `INSERT INTO period_exception (city_code, id, year, quarter, organisation_id, reason, until, granted_by_id, granted_by_name, granted_at)
     SELECT $1, $2, $3, 1, o.id, '单位搬迁期间材料遗失，准予补报。', '2008-06-10', $4, $5, '2008-05-18T06:30:00Z'
     FROM organisation o WHERE o.city_code = $1 AND o.kind = 'AGENCY' ORDER BY o.path DESC LIMIT 1`,
    [cityCode, demoId('exception for an agency'), year, decidedBy.id, decidedBy.name],
  )
}
