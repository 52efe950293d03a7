import { similarityOf } from '@gongjian/domain/similar-records'
import type { ComparedRecord, Similarity } from '@gongjian/domain/similar-records'
import { parseDay } from '@gongjian/domain/calendar-day'
import type { ActivityStatus } from '@gongjian/domain/vocabulary'
import sql from 'sql-template-tag'
import type { Sql } from 'sql-template-tag'
import { loaderOf } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { rowsOf } from '../../platform/statement.ts'
import { visibleActivities } from '../activities/activity-row.ts'

/** Another record that is alike, which the reader may see. */
export type SimilarRecordRow = Similarity & {
  otherId: string
  otherTitle: string
  otherDay: string
  otherStatus: ActivityStatus
  otherCommunityName: string
}

/** So many are named, the most alike first: whoever wrote the same more often than that is known by then. */
const shown = 5
/** Signs of a text that are compared. */
const longest = 4000

type Candidate = {
  id: string
  pairingId: string
  day: string
  title: string
  words: string
  names: string[]
  otherId: string
  otherPairingId: string
  otherDay: string
  otherTitle: string
  otherWords: string
  otherStatus: ActivityStatus
  otherCommunityName: string
}

/**
 * Which records lie near some others (`e`: id, pairing, path of the agency side, day, title, words, names), in one
 * statement: a day before to a day after, of the same pairing or of the same agency side, each by its index. Of a day on
 * which somebody brought in a whole list, fifty are compared.
 */
function nearTo({ city, viewer }: RequestContext, records: Sql): Sql {
  const near = (how: Sql) => sql`(
    SELECT t.id, t.pairing_id, t.day, t.title, t.words, t.status, t.community_side_id FROM activity t
    WHERE t.city_code = ${city.code} AND ${how} AND t.day BETWEEN e.day - 1 AND e.day + 1
      AND t.id <> e.id AND t.status <> 'WITHDRAWN' AND ${visibleActivities(viewer)}
    ORDER BY t.day DESC, t.id DESC LIMIT 50)`
  return sql`SELECT e.id, e.pairing_id AS "pairingId", e.day, e.title, e.words, e.names || m.name AS names,
      t.id AS "otherId", t.pairing_id AS "otherPairingId", t.day AS "otherDay", t.title AS "otherTitle", t.words AS "otherWords",
      t.status AS "otherStatus", m.name AS "otherCommunityName"
    FROM (${records}) e
    CROSS JOIN LATERAL (${near(sql`t.pairing_id = e.pairing_id`)} UNION ALL ${near(sql`t.agency_side_path = e.agency_side_path AND t.pairing_id <> e.pairing_id`)}) t
    JOIN organisation m ON m.city_code = ${city.code} AND m.id = t.community_side_id`
}

function similarAmong(candidates: readonly Candidate[]): SimilarRecordRow[] {
  return candidates
    .flatMap((row) => {
      const other: ComparedRecord = {
        id: row.otherId,
        pairingId: row.otherPairingId,
        day: row.otherDay,
        title: row.otherTitle,
        words: row.otherWords,
      }
      const similarity = similarityOf(row, other, row.names)
      const { otherId, otherTitle, otherDay, otherStatus, otherCommunityName } = row
      return similarity === null
        ? []
        : [{ ...similarity, otherId, otherTitle, otherDay, otherStatus, otherCommunityName }]
    })
    .toSorted((a, b) => b.percent - a.percent || a.otherId.localeCompare(b.otherId))
    .slice(0, shown)
}

/** The records alike to a record, for all records of a page in one statement. */
export async function loadSimilarRecords(
  context: RequestContext,
  id: string,
): Promise<SimilarRecordRow[]> {
  const { city, database } = context
  const loader = loaderOf<string, SimilarRecordRow[]>(context, 'similar records', async (ids) => {
    const candidates = await rowsOf<Candidate>(
      database.pool,
      nearTo(
        context,
        sql`SELECT a.id, a.pairing_id, a.agency_side_path, a.day, a.title, a.words, ARRAY[g.name, c.name] AS names
            FROM activity a JOIN organisation g ON g.city_code = a.city_code AND g.id = a.agency_side_id
            JOIN organisation c ON c.city_code = a.city_code AND c.id = a.community_side_id
            WHERE a.city_code = ${city.code} AND a.id = ANY(${[...ids]}::uuid[])`,
      ),
    )
    const found = Map.groupBy(candidates, (row) => row.id)
    return new Map([...found].map(([record, rows]) => [record, similarAmong(rows)]))
  })
  return (await loader.load(id)) ?? []
}

/** The same for what is only being written: nothing of it is stored. What is no day yet resembles nothing. */
export async function findSimilarToDraft(
  context: RequestContext,
  { id, pairingId, title: typedTitle, words: typedWords, day: typedDay }: ComparedRecord,
): Promise<SimilarRecordRow[]> {
  const day = parseDay(typedDay)
  if (day === null) return []
  // What is too long to be kept is not compared to its end.
  const [title, words] = [typedTitle.slice(0, longest), typedWords.slice(0, longest)]
  const { city, database } = context
  const candidates = await rowsOf<Candidate>(
    database.pool,
    nearTo(
      context,
      sql`SELECT ${id}::uuid AS id, p.id AS pairing_id, g.path AS agency_side_path, ${day}::date AS day, ${title}::text AS title, ${words}::text AS words, ARRAY[g.name, c.name] AS names
          FROM pairing p JOIN organisation g ON g.city_code = p.city_code AND g.id = p.agency_side_id
          JOIN organisation c ON c.city_code = p.city_code AND c.id = p.community_side_id
          WHERE p.city_code = ${city.code} AND p.id = ${pairingId}::uuid`,
    ),
  )
  return similarAmong(candidates)
}
