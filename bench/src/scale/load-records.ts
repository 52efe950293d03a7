import { copyRows } from '@gongjian/database/demo/copy-rows'
import type { Cell } from '@gongjian/database/demo/copy-rows'
import type pg from 'pg'
import type { Pair } from './load-organisations.ts'
import { seeded } from './random.ts'

/** The years that records are of: ten, the last of them that of the demonstration. */
export const FIRST_YEAR = 1999
export const LAST_YEAR = 2008
const firstDay = Date.UTC(1998, 9, 1)
const days = 3640
const dayMilliseconds = 86_400_000
/** So many records are made and sent together. */
const chunk = 50_000

const columns = {
  activity: [
    'city_code',
    'id',
    'pairing_id',
    'agency_side_id',
    'agency_side_path',
    'community_side_id',
    'community_side_path',
    'programme_year',
    'day',
    'kind',
    'area',
    'direction',
    'recording_side',
    'title',
    'words',
    'status',
    'version',
    'person_times',
    'hours',
    'open_questions',
    'usefulness',
    'created_by_id',
    'created_at',
    'updated_at',
    'submitted_by_id',
    'submitted_at',
    'decided_by_id',
    'decided_at',
  ],
  output: ['city_code', 'activity_id', 'indicator_code', 'position', 'claimed', 'accepted'],
} as const

type Indicator = { code: string; kind: string; area: string | null }
/** What every city's records are made of: the demonstration's titles, its catalogue and two of its people. */
export type RecordParts = {
  told: { title: string; words: string }[]
  indicators: Indicator[]
  recorder: string
  signer: string
}

export async function recordParts(client: pg.Client): Promise<RecordParts> {
  const told = await client.query<{ title: string; words: string }>(
    `SELECT title, words FROM activity WHERE city_code = '2301' ORDER BY id`,
  )
  const indicators = await client.query<Indicator>(
    `SELECT code, kind, area FROM indicator WHERE city_code = '2301' ORDER BY position`,
  )
  const people = await client.query<{ account: string; id: string }>(
    `SELECT account, id FROM user_account WHERE account IN ('recorder', 'community')`,
  )
  const idOf = (account: string) => people.rows.find((one) => one.account === account)?.id ?? ''
  return {
    told: told.rows,
    indicators: indicators.rows,
    recorder: idOf('recorder'),
    signer: idOf('community'),
  }
}

/** UUIDs of version 7 of the time and this number: those of a later record sort behind. */
const idOf = (milliseconds: number, number: number) => {
  const time = Math.floor(milliseconds).toString(16).padStart(12, '0')
  const rest = number.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(0, 3)}-a${rest.slice(3, 6)}-${rest.slice(6).padStart(12, '0')}`
}

/**
 * Copies so many records of a city in the order of their days, each with one to three outputs: most of the six helps, some
 * labour and visits, a seventh of them of the communities; some pairs do far more than others; nearly all countersigned, of
 * the last months some still on their way. The same city gets the same records. Says after each chunk how many there are.
 */
export async function copyRecords(
  client: pg.Client,
  city: { code: string; pairs: readonly Pair[]; count: number; firstNumber: number },
  parts: RecordParts,
  onChunk: (made: number) => void,
): Promise<void> {
  const random = seeded(city.firstNumber + 1)
  const byKind = new Map<string, Indicator[]>()
  for (const one of parts.indicators) {
    const key = one.area ?? one.kind
    byKind.set(key, [...(byKind.get(key) ?? []), one])
  }
  const areas = [...new Set(parts.indicators.flatMap(({ area }) => area ?? []))]
  const pick = <One>(list: readonly One[], share = random()): One => {
    const one = list[Math.floor(share * list.length)]
    if (one === undefined) throw new Error('nothing to pick from')
    return one
  }
  for (let made = 0; made < city.count; made += chunk) {
    const activities: Cell[][] = []
    const outputs: Cell[][] = []
    for (let index = made; index < Math.min(made + chunk, city.count); index += 1) {
      const day = firstDay + Math.floor((index / city.count) * days) * dayMilliseconds
      const date = new Date(day)
      const dayText = date.toISOString().slice(0, 10)
      const year = date.getUTCFullYear() + (date.getUTCMonth() >= 9 ? 1 : 0)
      const sent = new Date(day + 36_000_000 + random() * 3 * dayMilliseconds)
      const id = idOf(sent.getTime(), city.firstNumber + index)
      const pair = pick(city.pairs, random() ** 1.5)
      const kindShare = random()
      const kind = kindShare < 0.85 ? 'SIX_HELPS' : kindShare < 0.95 ? 'LABOUR' : 'VISIT'
      const area = kind === 'SIX_HELPS' ? pick(areas, random() ** 1.4) : null
      const isBack = random() < 0.15
      const fate = year < LAST_YEAR || index / city.count < 0.97 ? 0 : random()
      const status =
        fate < 0.7
          ? 'COUNTERSIGNED'
          : fate < 0.85
            ? 'SUBMITTED'
            : fate < 0.95
              ? 'RETURNED'
              : 'DRAFT'
      const isSent = status !== 'DRAFT'
      const isDecided = status === 'COUNTERSIGNED' || status === 'RETURNED'
      const decided = new Date(sent.getTime() + (0.2 + random() * 9) * dayMilliseconds)
      const people = 1 + Math.floor(random() * 30)
      const { title, words } = pick(parts.told)
      activities.push([
        city.code,
        id,
        pair.id,
        pair.agencyId,
        pair.agencyPath,
        pair.communityId,
        pair.communityPath,
        year,
        dayText,
        kind,
        area,
        isBack ? 'COMMUNITY_TO_AGENCY' : 'AGENCY_TO_COMMUNITY',
        isBack ? 'COMMUNITY_SIDE' : 'AGENCY_SIDE',
        title,
        words,
        status,
        1,
        people,
        people * 2,
        random() < 0.03 ? ['REPORTED_LATE'] : [],
        status === 'COUNTERSIGNED' ? 2 + Math.floor(random() * 4) : null,
        parts.recorder,
        sent,
        isDecided ? decided : sent,
        isSent ? parts.recorder : null,
        isSent ? sent : null,
        isDecided ? parts.signer : null,
        isDecided ? decided : null,
      ])
      const known = byKind.get(area ?? kind) ?? []
      const lines = Math.min(known.length, 1 + Math.floor(random() ** 2 * 3))
      const first = Math.floor(random() * known.length)
      for (let line = 0; line < lines; line += 1) {
        const quantity = 1 + Math.floor(random() * 40)
        outputs.push([
          city.code,
          id,
          pick(known, ((first + line) % known.length) / known.length).code,
          line + 1,
          quantity,
          status === 'COUNTERSIGNED' ? quantity : null,
        ])
      }
    }
    await copyRows(client, 'activity', columns.activity, activities)
    await copyRows(client, 'output', columns.output, outputs)
    onChunk(Math.min(made + chunk, city.count))
  }
}
