import { createHash } from 'node:crypto'
import type { HelpArea, OrganisationKind, PairingLevel } from '@gongjian/domain/vocabulary'
import { pinyinInitials } from '../src/pinyin-initials.ts'
import { seededRandom } from './random.ts'
import { agencyRows, communityRows, streetRows } from './read-data.ts'

export const cityCode = '2301'
export const cityName = '哈尔滨市'

export type DemoOrganisation = {
  id: string
  kind: OrganisationKind
  code: string
  name: string
  pinyinInitials: string
  parentId: string | null
  path: string
  position: number
  strengths: HelpArea[]
  memberCount: number | null
}
export type DemoPairing = {
  id: string
  level: PairingLevel
  agencySide: DemoOrganisation
  communitySide: DemoOrganisation
  purpose: string
  validFrom: string
  validTo: string | null
  endReason: string | null
}
export type DemoZone = {
  id: string
  code: string
  name: string
  position: number
  liaison: string
  leadAgencyId: string | null
  agencyIds: string[]
}

/** The same name always has the same id, so that links into the demonstration city stay good. */
export function demoId(name: string): string {
  const hex = createHash('sha256').update(`gongjian demonstration ${name}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

const branchNames = ['机关第一党支部', '机关第二党支部', '机关第三党支部', '离退休干部党支部']
const liaisons = ['组织处', '宣传处', '群工处', '纪工委', '调研室', '统战处', '老干部处', '办公室']
const purposes = [
  '资源共享、优势互补，共同做好基层党建',
  '帮助社区解决实际困难，服务群众',
  '发挥部门职能优势，支持社区建设',
  '党员进社区，密切党群关系',
]
const endReasons = [
  '社区区划调整，对子改派',
  '机构职能调整，由其他单位接续',
  '双方协商，调整结对社区',
]

/** The tree, the zones and the pairings on both levels with their history, from the city's own lists. */
export function demoOrganisations() {
  const random = seededRandom(20_081_231)
  const organisations: DemoOrganisation[] = []
  const byCode = new Map<string, DemoOrganisation>()

  function add(
    kind: OrganisationKind,
    code: string,
    name: string,
    parent: DemoOrganisation | null,
    position: number,
    more: { strengths?: HelpArea[]; memberCount?: number } = {},
  ): DemoOrganisation {
    const organisation: DemoOrganisation = {
      id: demoId(`organisation ${code}`),
      kind,
      code,
      name,
      pinyinInitials: pinyinInitials(name),
      parentId: parent?.id ?? null,
      path: `${parent?.path ?? ''}${code}/`,
      position,
      strengths: more.strengths ?? [],
      memberCount: more.memberCount ?? null,
    }
    organisations.push(organisation)
    byCode.set(code, organisation)
    return organisation
  }

  const city = add('CITY_COMMITTEE', cityCode, `${cityName}直属机关工作委员会`, null, 0)
  const zones = new Map<string, DemoZone>()
  const branchesOf = new Map<string, DemoOrganisation[]>()

  agencyRows.forEach((row, index) => {
    const agency = add('AGENCY', row.code, row.name, city, index + 1, { strengths: row.strengths })
    const count = 2 + Math.floor(random.next() * 3)
    const branches = branchNames
      .slice(0, count - 1)
      .concat('离退休干部党支部')
      .map((name, branch) =>
        add('BRANCH', `${row.code}-0${branch + 1}`, `${row.name}${name}`, agency, branch + 1, {
          memberCount: random.between(8, 46),
        }),
      )
    branchesOf.set(row.code, branches)
    const zone = zones.get(row.zone_code) ?? {
      id: demoId(`zone ${row.zone_code}`),
      code: row.zone_code,
      name: row.zone_name,
      position: zones.size + 1,
      liaison: `市直机关工委${liaisons[zones.size] ?? '办公室'}`,
      leadAgencyId: null,
      agencyIds: [],
    }
    zone.agencyIds.push(agency.id)
    if (row.zone_lead === '1') zone.leadAgencyId = agency.id
    zones.set(row.zone_code, zone)
  })

  for (const row of streetRows) {
    const district =
      byCode.get(row.district_code) ??
      add('DISTRICT', row.district_code, `${row.district_name}委`, city, 100 + byCode.size)
    add('STREET', row.code, row.name, district, organisations.length)
  }
  const communitiesOf = new Map<string, DemoOrganisation[]>()
  for (const row of communityRows) {
    const street = byCode.get(row.street_code)
    if (street === undefined) continue
    const siblings = communitiesOf.get(row.street_code) ?? []
    const community = add('COMMUNITY', row.code, row.name, street, siblings.length + 1, {
      memberCount: random.between(40, 260),
    })
    communitiesOf.set(row.street_code, [...siblings, community])
  }

  return {
    organisations,
    byCode,
    zones: [...zones.values()],
    pairings: demoPairings(random, byCode, branchesOf, communitiesOf),
  }
}

function demoPairings(
  random: ReturnType<typeof seededRandom>,
  byCode: Map<string, DemoOrganisation>,
  branchesOf: Map<string, DemoOrganisation[]>,
  communitiesOf: Map<string, DemoOrganisation[]>,
): DemoPairing[] {
  const pairings: DemoPairing[] = []
  const begin = '2007-06-01'

  function pair(
    level: PairingLevel,
    agencySide: DemoOrganisation,
    communitySide: DemoOrganisation,
    validFrom: string,
    end: { validTo: string; endReason: string } | null = null,
  ) {
    pairings.push({
      id: demoId(`pairing ${agencySide.code} ${communitySide.code} ${validFrom}`),
      level,
      agencySide,
      communitySide,
      purpose: random.pick(purposes),
      validFrom,
      validTo: end?.validTo ?? null,
      endReason: end?.endReason ?? null,
    })
  }

  const streets = streetRows.flatMap(({ code }) => byCode.get(code) ?? [])
  agencyRows.forEach((row, index) => {
    const agency = byCode.get(row.code)
    const home = streets[index % streets.length]
    if (agency === undefined || home === undefined) return
    const own = [home]
    // Every tenth agency has a second street, so that some streets have two agencies.
    const second = streets[(index * 7 + 31) % streets.length]
    if (index % 10 === 4 && second !== undefined && second !== home) own.push(second)
    for (const street of own) pair('AGENCY_STREET', agency, street, begin)
    const former = streets[(index * 5 + 17) % streets.length]
    if (index % 12 === 7 && former !== undefined && !own.includes(former)) {
      pair('AGENCY_STREET', agency, former, '2006-03-01', {
        validTo: '2007-05-31',
        endReason: random.pick(endReasons),
      })
    }

    const communities = own.flatMap(({ code }) => communitiesOf.get(code) ?? [])
    branchesOf.get(row.code)?.forEach((branch, position) => {
      const count = Math.min(
        communities.length,
        random.pickWeighted([1, 2, 3], (n) => 4 - n),
      )
      for (let offset = 0; offset < count; offset += 1) {
        const community = communities[(position + offset * 2) % communities.length]
        if (community === undefined) continue
        if (
          pairings.some((known) => known.agencySide === branch && known.communitySide === community)
        )
          continue
        const changes = row.code !== 'A001' && offset === 1 && random.chance(0.12)
        pair(
          'BRANCH_COMMUNITY',
          branch,
          community,
          begin,
          changes ? { validTo: '2008-03-31', endReason: random.pick(endReasons) } : null,
        )
        const next = communities[(position + offset * 2 + 1) % communities.length]
        if (changes && next !== undefined && next !== community) {
          pair('BRANCH_COMMUNITY', branch, next, '2008-04-01')
        }
      }
    })
  })
  return pairings
}
