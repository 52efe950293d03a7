import { randomUUID } from 'node:crypto'
import { copyRows } from '@gongjian/database/demo/copy-rows'
import type { Cell } from '@gongjian/database/demo/copy-rows'
import type pg from 'pg'
import type { NamedStreet } from './place-names.ts'

/** A pairing as the records under it need it. */
export type Pair = {
  id: string
  agencyId: string
  agencyPath: string
  communityId: string
  communityPath: string
}
export type CitySize = { code: string; communities: number; agencies: number; branchesEach: number }

const columns = {
  organisation: [
    'city_code',
    'id',
    'kind',
    'code',
    'name',
    'pinyin_initials',
    'parent_id',
    'path',
    'position',
    'strengths',
    'member_count',
    'valid_from',
  ],
  pairing: [
    'city_code',
    'id',
    'level',
    'agency_side_id',
    'community_side_id',
    'purpose',
    'valid_from',
  ],
} as const
const streetsADistrict = 400
const since = '1998-01-01'

/**
 * A tree of agencies and branches, and of districts, streets and communities, under the root of the city, each community
 * paired with one branch. Takes streets from `names`, from where the last city stopped; no more than five communities of each.
 */
export async function loadOrganisations(
  client: pg.Client,
  { code: city, communities, agencies, branchesEach }: CitySize,
  names: Iterator<NamedStreet>,
): Promise<Pair[]> {
  const root = await client.query<{ id: string; path: string }>(
    `SELECT id, path FROM organisation WHERE city_code = $1 AND kind = 'CITY_COMMITTEE'`,
    [city],
  )
  const top = root.rows[0]
  if (top === undefined) throw new Error(`${city} has no root`)
  const rows: Cell[][] = []
  const add = (
    kind: string,
    code: string,
    name: string,
    above: { id: string; path: string },
    members: number | null,
  ) => {
    const made = { id: randomUUID(), path: `${above.path}${code}/` }
    rows.push([
      city,
      made.id,
      kind,
      code,
      name,
      '',
      above.id,
      made.path,
      rows.length + 1000,
      [],
      members,
      since,
    ])
    return made
  }
  const branches = Array.from({ length: agencies }, (_, index) => {
    const code = `N${String(index).padStart(4, '0')}`
    const agency = add('AGENCY', code, `第${index + 1}机关党委`, top, null)
    return Array.from({ length: branchesEach }, (__, place) =>
      add(
        'BRANCH',
        `${code}-${String(place + 1).padStart(2, '0')}`,
        `第${place + 1}党支部`,
        agency,
        8 + ((index + place) % 40),
      ),
    )
  }).flat()
  const pairs: Pair[] = []
  const pairings: Cell[][] = []
  let district = top
  for (let streets = 0; pairs.length < communities; streets += 1) {
    const next = names.next()
    if (next.done === true) throw new Error('there are not so many streets')
    const street = next.value
    if (streets % streetsADistrict === 0)
      district = add(
        'DISTRICT',
        `D${String(streets / streetsADistrict).padStart(3, '0')}`,
        `第${streets / streetsADistrict + 1}区`,
        top,
        null,
      )
    const place = add('STREET', street.code, street.name, district, null)
    for (const { code, name } of street.communities.slice(
      0,
      Math.min(5, communities - pairs.length),
    )) {
      const community = add('COMMUNITY', code, name, place, 20 + (pairs.length % 90))
      const branch = branches[pairs.length % branches.length]
      if (branch === undefined) throw new Error('a city needs a branch')
      const id = randomUUID()
      pairs.push({
        id,
        agencyId: branch.id,
        agencyPath: branch.path,
        communityId: community.id,
        communityPath: community.path,
      })
      pairings.push([city, id, 'BRANCH_COMMUNITY', branch.id, community.id, '', since])
    }
  }
  await copyRows(client, 'organisation', columns.organisation, rows)
  await copyRows(client, 'pairing', columns.pairing, pairings)
  return pairs
}

/** A further city with its root, periods and catalogue: those of the demonstration. */
export async function addCity(client: pg.Client, code: string, name: string): Promise<void> {
  await client.query(
    'INSERT INTO city (code, name, time_zone, clock_offset_seconds, created_at) SELECT $1, $2, time_zone, clock_offset_seconds, created_at FROM city WHERE code = $3',
    [code, name, '2301'],
  )
  await client.query(
    `INSERT INTO organisation (city_code, id, kind, code, name, pinyin_initials, path, position, valid_from)
     VALUES ($1, gen_random_uuid(), 'CITY_COMMITTEE', $1, $2, '', $1 || '/', 0, $3)`,
    [code, `${name}直属机关工作委员会`, since],
  )
  await client.query(
    `INSERT INTO indicator (city_code, code, kind, area, decimals, position, name_zh_cn, name_zh_tw, name_en, unit_zh_cn, unit_zh_tw, unit_en, usual_maximum, valid_from)
     SELECT $1, code, kind, area, decimals, position, name_zh_cn, name_zh_tw, name_en, unit_zh_cn, unit_zh_tw, unit_en, usual_maximum, $2::date FROM indicator WHERE city_code = '2301'`,
    [code, since],
  )
}
