import { newId } from './ids.ts'
import type { BenchCity } from './city.ts'
import { median, startLoad } from './measure.ts'
import type { Job, Measured } from './measure.ts'
import { recordContent } from './record-content.ts'

export const HOT_PATHS = ['list', 'submit', 'countersign'] as const
export type HotPath = (typeof HOT_PATHS)[number]

/** The least share of the bare server's speed that the product is to reach (docs: performance). */
export const TARGETS: Record<HotPath, number> = { list: 0.75, submit: 0.8, countersign: 0.8 }

export type PathResult = {
  path: HotPath
  /** Requests a second and 99th percentile in milliseconds: the medians of the rounds. */
  product: { perSecond: number; p99: number }
  bare: { perSecond: number; p99: number }
  /** The median of the rounds' ratios. */
  ratio: number
  rounds: number[]
}

const connections = 8

const list = `query { activities(first: 50, filter: { year: 2008 }) { edges { cursor node { id title day status kind area personTimes hours usefulness openQuestions agencySide { id name } communitySide { id name } outputs { indicator { code name unit } claimed accepted } } } pageInfo { hasNextPage endCursor } } }`
const submit = `mutation ($input: SubmitActivityInput!) { submitActivity(input: $input) { __typename ... on Activity { id status } ... on Failure { code message } } }`
const countersign = `mutation ($input: CountersignActivityInput!) { countersignActivity(input: $input) { __typename ... on Activity { id status } ... on Failure { code message } } }`

const isMade = '"__typename":"Activity"'

const common = { connections, warmUpSeconds: 1, seconds: 0, ids: [], takesIds: false }

/** What is sent to the product. */
export function productJob(
  { product, cookies, pairing }: Pick<BenchCity, 'product' | 'cookies' | 'pairing'>,
  path: HotPath,
): Job {
  const to = { ...common, address: `${product.address}/graphql` }
  switch (path) {
    case 'list':
      return {
        ...to,
        cookie: cookies.municipal,
        body: JSON.stringify({ query: list }),
        expects: '"hasNextPage":true',
      }
    case 'submit': {
      const input = { id: '{id}', version: null, content: recordContent(pairing) }
      return {
        ...to,
        cookie: cookies.recorder,
        body: JSON.stringify({ query: submit, variables: { input } }),
        expects: isMade,
      }
    }
    case 'countersign': {
      const input = { id: '{id}', version: 1, usefulness: 4 }
      return {
        ...to,
        cookie: cookies.community,
        takesIds: true,
        body: JSON.stringify({ query: countersign, variables: { input } }),
        expects: isMade,
      }
    }
  }
}

/** What is sent to the bare server, for the same work. */
function bareJob({ bare, cookies, pairing }: BenchCity, path: HotPath): Job {
  const to = { ...common, address: `${bare.address}/${path}`, expects: '"data"' }
  switch (path) {
    case 'list':
      return { ...to, cookie: cookies.municipal, body: '{}' }
    case 'submit':
      return { ...to, cookie: cookies.recorder, body: JSON.stringify({ id: '{id}', pairing }) }
    case 'countersign':
      return {
        ...to,
        cookie: cookies.community,
        takesIds: true,
        body: JSON.stringify({ id: '{id}' }),
      }
  }
}

/** Records that wait for the community of the demonstration, each to be signed once. */
export async function addWaiting(
  city: Pick<BenchCity, 'client' | 'pairing'>,
  count: number,
): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId())
  await city.client.query(
    `WITH made AS (
       INSERT INTO activity (city_code, id, pairing_id, agency_side_id, agency_side_path, community_side_id, community_side_path, programme_year, day, kind, area, direction, recording_side, title, words, status, version, person_times, hours, open_questions, created_by_id, created_at, updated_at, submitted_by_id, submitted_at)
       SELECT '2301', wanted.id, p.id, a.id, a.path, c.id, c.path, 2008, '2008-09-20', 'SIX_HELPS', 'CULTURE', 'AGENCY_TO_COMMUNITY', 'AGENCY_SIDE', '社区法律知识讲座', '', 'SUBMITTED', 1, 5, 10, '{}', u.id, s.at, s.at, u.id, s.at
       FROM unnest($1::uuid[]) AS wanted (id), pairing p JOIN organisation a ON a.id = p.agency_side_id JOIN organisation c ON c.id = p.community_side_id, user_account u,
         (SELECT now() + make_interval(secs => clock_offset_seconds) AS at FROM city WHERE code = '2301') s
       WHERE p.id = $2 AND u.account = 'recorder' RETURNING id)
     INSERT INTO output (city_code, activity_id, indicator_code, position, claimed) SELECT '2301', id, 'culture.trainings', 1, 1 FROM made`,
    [ids, city.pairing],
  )
  return ids
}

/** Measures one path: product and bare server in turn, so that a slower minute of the machine is both's. */
export async function measurePath(
  city: BenchCity,
  path: HotPath,
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<PathResult> {
  const load = startLoad()
  const [product, bare] = [productJob(city, path), bareJob(city, path)]
  const measured: { product: Measured; bare: Measured }[] = []
  try {
    for (let round = 0; round < rounds; round += 1) {
      const perRound = path === 'countersign' ? Math.ceil((seconds + 1) * 2500) : 0
      const run = async (job: Job) =>
        load.run({ ...job, seconds, ids: perRound > 0 ? await addWaiting(city, perRound) : [] })
      // Who is first changes from round to round.
      const first = round % 2 === 0
      const one = await run(first ? product : bare)
      const other = await run(first ? bare : product)
      measured.push(first ? { product: one, bare: other } : { product: other, bare: one })
    }
  } finally {
    load.stop()
  }
  const middle = (side: 'product' | 'bare') => ({
    perSecond: median(measured.map((round) => round[side].perSecond)),
    p99: median(measured.map((round) => round[side].p99)),
  })
  const ratios = measured.map((round) => round.product.perSecond / round.bare.perSecond)
  return {
    path,
    product: middle('product'),
    bare: middle('bare'),
    ratio: median(ratios),
    rounds: ratios,
  }
}
