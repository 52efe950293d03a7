import { createHash, randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import type { BenchCity } from './city.ts'
import { peakOf, resetPeak } from './peak-memory.ts'

export type ArchiveResult = {
  records: number
  photos: number
  format: 'PDF' | 'DOCX'
  seconds: number
  megabytesOfFile: number
  /** The most memory that the product's process had, the thread that sets the document included. */
  peakMegabytes: number
}

/** Makes the archive of a branch with so many countersigned records, each with a countersignature and two photos. */
export async function measureArchives(
  city: BenchCity,
  filesDir: string,
  records: number,
): Promise<ArchiveResult[]> {
  const photos = await storePhotos(filesDir)
  const organisationId = await fillBranch(city, records, photos)
  const results: ArchiveResult[] = []
  // oxlint-disable-next-line no-await-in-loop -- one after the other, so that each has its own peak
  for (const format of ['PDF', 'DOCX'] as const)
    results.push(await made(city, organisationId, format))
  return results
}

/** Twenty pictures with as much in them as photos have, as thumbnails; gives their names. */
async function storePhotos(filesDir: string): Promise<string[]> {
  return Promise.all(
    Array.from({ length: 20 }, async () => {
      const bytes = await sharp({
        create: {
          width: 480,
          height: 360,
          channels: 3,
          background: 'white',
          noise: { type: 'gaussian', mean: 128, sigma: 40 },
        },
      })
        .blur(2)
        .webp({ quality: 75 })
        .toBuffer()
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const folder = join(filesDir, 'evidence', sha256.slice(0, 2))
      await mkdir(folder, { recursive: true })
      await writeFile(join(folder, `${sha256}.thumbnail.webp`), bytes)
      return sha256
    }),
  )
}

/** Fills the year of a branch up to so many records; gives the branch. */
async function fillBranch(
  { client, pairing }: BenchCity,
  records: number,
  photos: readonly string[],
): Promise<string> {
  const { rows } = await client.query<{ id: string; pairing: string; known: number }>(
    `SELECT p.agency_side_id AS id, p.id AS pairing, (SELECT count(*)::int FROM activity t WHERE t.agency_side_id = p.agency_side_id AND t.programme_year = 2008 AND t.status IN ('SUBMITTED', 'COUNTERSIGNED', 'RETURNED')) AS known
     FROM pairing p WHERE p.level = 'BRANCH_COMMUNITY' AND p.agency_side_id <> (SELECT agency_side_id FROM pairing WHERE id = $1) ORDER BY p.id LIMIT 1`,
    [pairing],
  )
  const [branch] = rows
  if (branch === undefined) throw new Error('there is no other branch')
  await client.query(
    `WITH made AS (
       INSERT INTO activity (city_code, id, pairing_id, agency_side_id, agency_side_path, community_side_id, community_side_path, programme_year, day, kind, area, direction, recording_side, title, words, status, version, person_times, hours, usefulness, open_questions, created_by_id, created_at, updated_at, submitted_by_id, submitted_at, decided_by_id, decided_at)
       SELECT p.city_code, gen_random_uuid(), p.id, a.id, a.path, c.id, c.path, 2008, date '2008-07-01' + n % 80, 'SIX_HELPS', 'CULTURE', 'AGENCY_TO_COMMUNITY', 'AGENCY_SIDE',
         '社区法律知识讲座 ' || n, repeat('结合支部主题党日,机关党支部组织党员到社区开展活动,社区干部和居民代表参加。', 3), 'COUNTERSIGNED', 2, 8, 12, 4, '{}',
         u.id, now(), now(), u.id, now(), s.id, now()
       FROM generate_series(1, $2::int) AS n, pairing p JOIN organisation a ON a.id = p.agency_side_id JOIN organisation c ON c.id = p.community_side_id, user_account u, user_account s
       WHERE p.id = $1 AND u.account = 'recorder' AND s.account = 'community' RETURNING city_code, id, created_by_id, decided_by_id, community_side_id
     ), outputs AS (
       INSERT INTO output (city_code, activity_id, indicator_code, position, claimed, accepted) SELECT city_code, id, 'culture.trainings', 1, 1, 1 FROM made
     ), signatures AS (
       INSERT INTO countersignature (city_code, id, activity_id, activity_version, decision, usefulness, words, field_reasons, quantities, signed_by_id, signed_by_name, signed_for_id, signed_for_name, signed_at)
       SELECT city_code, gen_random_uuid(), id, 1, 'ACCEPTED', 4, '已核对,属实。', '[]', '[]', decided_by_id, '任秀英', community_side_id, '社区', now() FROM made
     )
     INSERT INTO evidence (city_code, id, activity_id, file_name, media_type, bytes, width, height, sha256, fingerprint_bands, caption, uploaded_by_id, uploaded_at)
     SELECT city_code, gen_random_uuid(), id, '活动.jpg', 'image/jpeg', 100000, 480, 360, ($3::text[])[1 + (random() * 19)::int], '{}', '活动现场', created_by_id, now() FROM made, generate_series(1, 2)`,
    [branch.pairing, Math.max(0, records - branch.known), photos],
  )
  await client.query("SELECT rebuild_rollups('2301')")
  return branch.id
}

async function ask(city: BenchCity, query: string, variables: object): Promise<unknown> {
  const response = await fetch(`${city.product.address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: city.cookies.municipal },
    body: JSON.stringify({ query, variables }),
  })
  return response.json()
}

async function made(
  city: BenchCity,
  organisationId: string,
  format: 'PDF' | 'DOCX',
): Promise<ArchiveResult> {
  const id = randomUUID()
  resetPeak(city.product.processId)
  const begun = performance.now()
  const answer = await ask(
    city,
    'mutation ($input: MakeArchiveInput!) { makeArchive(input: $input) { __typename ... on Failure { code } } }',
    { input: { id, organisationId, programmeYear: 2008, format } },
  )
  for (;;) {
    // oxlint-disable no-await-in-loop -- asked again and again, as the page does
    const { rows } = await city.client.query<{ state: string; records: number; bytes: number }>(
      'SELECT state, total_records AS records, file_bytes AS bytes FROM archive WHERE id = $1',
      [id],
    )
    const [row] = rows
    if (row?.state === 'MADE') {
      const photos = await city.client.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM evidence e JOIN archive_record r ON r.activity_id = e.activity_id WHERE r.archive_id = $1',
        [id],
      )
      return {
        records: row.records,
        photos: photos.rows[0]?.count ?? 0,
        format,
        seconds: (performance.now() - begun) / 1000,
        megabytesOfFile: row.bytes / 1024 / 1024,
        peakMegabytes: peakOf(city.product.processId),
      }
    }
    if (row?.state !== 'MAKING')
      throw new Error(`the archive ended as ${JSON.stringify(row)} ${JSON.stringify(answer)}`)
    await sleep(50)
    // oxlint-enable no-await-in-loop
  }
}
