import type { ActivityContent } from '@gongjian/domain/activity-content'
import type { ImportHeads } from '@gongjian/domain/import-columns'
import type { ImportChoices } from '@gongjian/domain/import-row'
import { readRecord } from '@gongjian/domain/similar-records'
import { daysNear, recentRecords } from '@gongjian/domain/similar-rows'
import type { MostAlike } from '@gongjian/domain/similar-rows'
import sql from 'sql-template-tag'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { visibleActivities } from '../activities/activity-row.ts'
import type { RowProblem } from './check-import.ts'

type GoodRow = { rowNumber: number; problems: RowProblem[]; content: ActivityContent }
type Near = { id: string; pairingId: string; day: string; title: string; words: string }

/** So many records of one pairing and day are compared with a row, and so many rows above it. */
const ofDay = 10
/** Held of the rows above, in pairs of signs of eight bytes: those of 100,000 rows of a title and a sentence. */
const mostPairs = 4_000_000

/**
 * Points out, batch after batch, each row that is like a record which the viewer may see, or like a row above it. It is a
 * hint: the row stays good.
 */
export function similarRowMarker(
  context: RequestContext,
  heads: ImportHeads,
  choices: ImportChoices,
): (rows: readonly GoodRow[]) => Promise<void> {
  const names = new Map(
    [...choices.pairings.values()]
      .flat()
      .map(({ id, agencySide, communitySide }) => [id, [agencySide.name, communitySide.name]]),
  )
  const above = recentRecords({ ofDay, pairs: mostPairs })
  return async (rows) => {
    const near = await recordsNear(context, rows)
    const titles = new Map(near.map(({ id, title }) => [id, title]))
    const recorded = recentRecords({ ofDay, pairs: mostPairs })
    for (const record of near) recorded.add(readRecord(record, names.get(record.pairingId)))
    for (const { rowNumber, problems, content } of rows) {
      const read = readRecord({ ...content, id: String(rowNumber) }, names.get(content.pairingId))
      const hint = (message: string, recordId?: string) =>
        problems.push({
          column: 'title',
          index: heads.title ?? null,
          message,
          isHint: true,
          ...(recordId === undefined ? {} : { recordId }),
        })
      const record = recorded.mostAlike(read)
      if (record !== null) {
        const { otherId, percent } = record
        const title = titles.get(otherId) || context.text('import.untitled')
        hint(
          context.text('import.similarToRecord', { title, percent, when: whenOf(record) }),
          otherId,
        )
      }
      const row = above.mostAlike(read)
      if (row !== null) {
        const { otherId, percent } = row
        hint(context.text('import.similarToRow', { row: otherId, percent, when: whenOf(row) }))
      }
      above.add(read)
    }
  }
}

const whenOf = ({ daysLater }: MostAlike) =>
  daysLater === 0 ? 'same' : daysLater < 0 ? 'before' : 'after'

/** The newest records in sight on the rows' days, and on those beside them, in one statement for all rows. */
function recordsNear(
  { city, viewer, database }: RequestContext,
  rows: readonly GoodRow[],
): Promise<Near[]> {
  const places = new Map<string, readonly [string, string]>()
  for (const { pairingId, day } of new Map(
    rows.map(({ content }) => [`${content.pairingId} ${content.day}`, content]),
  ).values())
    for (const near of daysNear(day)) places.set(`${pairingId} ${near}`, [pairingId, near])
  return rowsOf<Near>(
    database.pool,
    sql`SELECT n.id, n.pairing_id AS "pairingId", n.day, n.title, n.words FROM jsonb_array_elements(${JSON.stringify([...places.values()])}::jsonb) AS place
        CROSS JOIN LATERAL (
          SELECT t.id, t.pairing_id, t.day, t.title, t.words FROM activity t
          WHERE t.city_code = ${city.code} AND t.pairing_id = (place->>0)::uuid AND t.day = (place->>1)::date
            AND t.status <> 'WITHDRAWN' AND ${visibleActivities(viewer)}
          ORDER BY t.id DESC LIMIT ${ofDay}) n`,
  )
}
