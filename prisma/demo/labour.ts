import { addDays } from '@gongjian/domain/calendar-day'
import { hoursBetween } from '@gongjian/domain/labour-hours'
import type { AttendanceMark, AttendanceSource, CampaignState } from '@gongjian/domain/vocabulary'
import type { DemoCampaign } from './generate-year.ts'
import type { DemoRecord } from './history.ts'
import { recordId } from './history.ts'
import { cityCode, demoId } from './organisations.ts'
import type { DemoOrganisation } from './organisations.ts'
import { seededRandom } from './random.ts'
import type { Random } from './random.ts'
import { loadedAt, programmeYear } from './year-plan.ts'
import type { Cell } from './copy-rows.ts'

/**
 * Volunteer labour of the demonstration year: who was invited and signed up for the four campaigns, teams and
 * volunteers (two in three agree to be named), sessions with lists, and a campaign that is still open. It has a
 * generator of its own, so that the year's records, and with them the published figures, stay what they are.
 */
export type DemoLabour = Record<
  | 'campaign'
  | 'campaign_invitation'
  | 'campaign_sign_up'
  | 'volunteer_team'
  | 'volunteer'
  | 'team_membership'
  | 'labour_session'
  | 'labour_attendance'
  | 'attendance_correction',
  { columns: readonly string[]; rows: Cell[][] }
>

const familyNames =
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕'
const givenNames =
  '建华 丽娟 志刚 秀兰 海波 晓东 桂芳 永强 雪松 立国 玉梅 国庆 淑华 振东 凤英 文涛 春生 红梅 卫国 静 磊 敏 超 婷 鹏 丹'.split(
    ' ',
  )
const plans = [
  '清扫小区楼道和庭院积雪，清理积存垃圾；自带铁锹、扫帚，八时三十分在社区门前集合。',
  '清除主次干道冰雪，保障出行；自带冰镐、铁锹，按责任路段分工。',
  '清理越冬垃圾、擦洗护栏、整修花坛；工具由社区统一准备。',
  '清除非法小广告、擦洗公共设施、整理楼道堆放物；请穿志愿服务马甲。',
]
const titles = ['清理楼道和庭院', '清扫责任路段', '整修花坛、擦洗护栏', '清除小广告']

type Member = { id: string; organisation: DemoOrganisation; team: string | null }

function nameOf(random: Random): string {
  return `${random.pick([...familyNames])}${random.pick(givenNames)}`
}

/** An instant of the day in Harbin. */
function at(day: string, minutes: number): Date {
  return new Date(Date.parse(`${day}T00:00:00+08:00`) + minutes * 60_000)
}

export function generateLabour({
  organisations,
  campaigns,
  records,
  userOf,
}: {
  organisations: readonly DemoOrganisation[]
  campaigns: readonly DemoCampaign[]
  records: readonly DemoRecord[]
  /** Who enters things for an organisation. */
  userOf: (organisation: DemoOrganisation) => string
}): DemoLabour {
  const random = seededRandom(6700)
  const labour = emptyTables()
  const agencies = organisations.filter(({ kind }) => kind === 'AGENCY')
  const root = organisations.find(({ kind }) => kind === 'CITY_COMMITTEE')
  const communities = new Map(
    organisations.filter(({ kind }) => kind === 'COMMUNITY').map((one) => [one.id, one]),
  )

  const members = enterVolunteers(random, organisations, agencies, labour)
  const comingDay = '2008-10-18'
  const all: (DemoCampaign & { year: number; state: CampaignState; plan: string })[] = [
    ...campaigns.map((one, index) => ({
      ...one,
      year: programmeYear,
      state: 'HELD' as const,
      plan: plans[index] ?? '',
    })),
    {
      id: demoId(`campaign ${comingDay}`),
      name: '“金秋洁净行动”公益劳动',
      day: comingDay,
      place: '各共建社区',
      year: programmeYear + 1,
      state: 'OPEN',
      plan: '清理落叶和绿地垃圾，检修健身器材；自愿参加，由社区安排地点。',
    },
  ]
  all.forEach((campaign, index) => {
    labour.campaign.rows.push([
      cityCode,
      campaign.id,
      campaign.year,
      campaign.name,
      campaign.day,
      campaign.place,
      campaign.plan,
      campaign.state === 'HELD' ? 3000 + index * 200 : 3500,
      campaign.state,
      root?.id ?? null,
    ])
    const done = records.filter(({ content }) => content.campaignId === campaign.id)
    for (const agency of agencies) {
      const invitedAt = at(addDays(campaign.day, -30), 10 * 60)
      labour.campaign_invitation.rows.push([cityCode, campaign.id, agency.id, invitedAt])
      const sent = done
        .filter(({ pairing }) => pairing.agencySide.path.startsWith(agency.path))
        .reduce((sum, { content }) => sum + content.personTimes, 0)
      const answers = campaign.state === 'OPEN' ? random.chance(0.45) : sent > 0
      if (!answers) continue
      const headCount =
        campaign.state === 'OPEN'
          ? random.between(0, 40)
          : Math.max(1, Math.round(sent * (0.85 + random.next() * 0.3)))
      labour.campaign_sign_up.rows.push([
        cityCode,
        campaign.id,
        agency.id,
        headCount,
        headCount === 0 ? '当日有专项工作，下次参加。' : '',
        userOf(agency),
        at(addDays(campaign.day, campaign.state === 'OPEN' ? -24 : -10), random.between(520, 1000)),
      ])
    }
    const seen = new Set<string>()
    for (const record of done) {
      const { communitySide, agencySide } = record.pairing
      const community = communities.get(communitySide.id)
      const agencyPath = agencySide.path.split('/').slice(0, 2).join('/')
      const came = members.filter(({ organisation }) =>
        organisation.path.startsWith(`${agencyPath}/`),
      )
      if (community === undefined || came.length === 0 || seen.has(community.id)) continue
      seen.add(community.id)
      addSession(random, labour, {
        community,
        campaign,
        title: titles[index] ?? '义务献工',
        came,
        userOf,
      })
    }
  })
  const today = communities.get(demoOrganisation(organisations, '230102001001'))
  if (today) addTodaysSession(random, labour, today, members, userOf)
  return labour
}

function demoOrganisation(organisations: readonly DemoOrganisation[], code: string): string {
  return organisations.find((one) => one.code === code)?.id ?? ''
}

function emptyTables(): DemoLabour {
  const table = (...columns: string[]) => ({ columns: ['city_code', ...columns], rows: [] })
  return {
    campaign: table(
      'id',
      'programme_year',
      'name',
      'day',
      'place',
      'plan',
      'wanted_head_count',
      'state',
      'organiser_id',
    ),
    campaign_invitation: table('campaign_id', 'agency_id', 'invited_at'),
    campaign_sign_up: table(
      'campaign_id',
      'organisation_id',
      'head_count',
      'words',
      'signed_up_by_id',
      'signed_up_at',
    ),
    volunteer_team: table('id', 'organisation_id', 'name', 'founded_on'),
    volunteer: table(
      'id',
      'organisation_id',
      'number',
      'name',
      'consents_to_named',
      'joined_on',
      'left_on',
    ),
    team_membership: table('team_id', 'volunteer_id', 'joined_on', 'left_on'),
    labour_session: table(
      'id',
      'community_id',
      'community_path',
      'campaign_id',
      'day',
      'title',
      'place',
      'planned_hours',
      'opened_by_id',
      'opened_at',
      'closed_at',
    ),
    labour_attendance: table(
      'id',
      'session_id',
      'volunteer_id',
      'source',
      'checked_in_at',
      'checked_out_at',
      'recorded_hours',
      'added_hours',
      'marks',
      'entered_by_id',
      'entered_at',
      'version',
    ),
    attendance_correction: table(
      'attendance_id',
      'version',
      'recorded_before',
      'added_before',
      'recorded_after',
      'added_after',
      'reason',
      'corrected_by_id',
      'corrected_at',
    ),
  }
}

/** The first branch of each agency has a team; some have a second one. */
function enterVolunteers(
  random: Random,
  organisations: readonly DemoOrganisation[],
  agencies: readonly DemoOrganisation[],
  labour: DemoLabour,
): Member[] {
  return agencies.flatMap((agency, position) => {
    const branch = organisations.find(({ parentId }) => parentId === agency.id)
    if (branch === undefined) return []
    const isTour = position === 0
    const names = isTour ? ['青年志愿服务队', '党员先锋服务队'] : ['志愿服务队']
    const teams = names.map((name) => {
      const id = demoId(`team ${branch.code} ${name}`)
      labour.volunteer_team.rows.push([cityCode, id, branch.id, name, '2007-11-01'])
      return { id, name }
    })
    const taken = new Set<string>()
    const size = isTour ? 14 : random.between(4, 9)
    return Array.from({ length: size }, (_, index): Member => {
      let name = nameOf(random)
      while (taken.has(name)) name = nameOf(random)
      taken.add(name)
      const id = demoId(`volunteer ${branch.code} ${index}`)
      const left = index === size - 1 && random.chance(0.3) ? '2008-08-31' : null
      labour.volunteer.rows.push([
        cityCode,
        id,
        branch.id,
        index + 1,
        name,
        random.chance(0.66),
        '2007-11-15',
        left,
      ])
      const team = teams[index % teams.length]
      if (team) labour.team_membership.rows.push([cityCode, team.id, id, '2007-11-15', left])
      return { id, organisation: branch, team: team?.name ?? null }
    })
  })
}

type Attendance = {
  source: AttendanceSource
  checkedInAt: Date | null
  checkedOutAt: Date | null
  recorded: string
  added: string
  marks: AttendanceMark[]
}

function attendanceOn(random: Random, day: string, planned: string): Attendance {
  const [checkedInAt, checkedOutAt] = [
    at(day, random.between(505, 530)),
    at(day, random.between(640, 720)),
  ]
  const checkedIn = { source: 'CHECKED_IN' as const, checkedInAt, added: '0' }
  const lot = random.next()
  if (lot < 0.55)
    return {
      ...checkedIn,
      checkedOutAt,
      recorded: hoursBetween(checkedInAt, checkedOutAt) ?? '0',
      marks: random.chance(0.12) ? ['SENT_LATER'] : random.chance(0.06) ? ['SHARED_PHONE'] : [],
    }
  if (lot < 0.62)
    return { ...checkedIn, checkedOutAt: null, recorded: '0', marks: ['FORGOTTEN_CHECK_OUT'] }
  const entered = { checkedInAt: null, checkedOutAt: null, marks: [] }
  return lot < 0.88
    ? { ...entered, source: 'LISTED', recorded: planned, added: '0' }
    : { ...entered, source: 'ADDED_LATER', recorded: '0', added: planned }
}

function addSession(
  random: Random,
  labour: DemoLabour,
  session: {
    community: DemoOrganisation
    campaign: DemoCampaign
    title: string
    came: readonly Member[]
    userOf: (organisation: DemoOrganisation) => string
  },
): void {
  const { community, campaign, came, userOf } = session
  const { day } = campaign
  const id = demoId(`session ${day} ${community.code}`)
  const planned = '3.5'
  labour.labour_session.rows.push([
    cityCode,
    id,
    community.id,
    community.path,
    campaign.id,
    day,
    session.title,
    `${community.name}门前`,
    planned,
    userOf(community),
    at(addDays(day, -2), 600),
    at(day, 740),
  ])
  for (const member of came) {
    if (random.chance(0.2)) continue
    const one = attendanceOn(random, day, planned)
    const attendanceId = recordId(random, at(day, 520))
    const isForgotten = one.marks.includes('FORGOTTEN_CHECK_OUT')
    const added = isForgotten ? '3' : one.added
    labour.labour_attendance.rows.push([
      cityCode,
      attendanceId,
      id,
      member.id,
      one.source,
      one.checkedInAt,
      one.checkedOutAt,
      one.recorded,
      added,
      one.marks,
      one.source === 'CHECKED_IN' ? null : userOf(community),
      one.source === 'ADDED_LATER' ? at(addDays(day, 3), 600) : at(day, 730),
      isForgotten ? 2 : 1,
    ])
    if (isForgotten)
      labour.attendance_correction.rows.push([
        cityCode,
        attendanceId,
        2,
        '0',
        '0',
        '0',
        '3',
        '忘记签退，经带队人员核实。',
        userOf(member.organisation),
        at(addDays(day, 2), 560),
      ])
  }
}

/** What the community of the tour has open on the morning on which the demonstration begins. */
function addTodaysSession(
  random: Random,
  labour: DemoLabour,
  community: DemoOrganisation,
  members: readonly Member[],
  userOf: (organisation: DemoOrganisation) => string,
): void {
  const day = '2008-09-26'
  const id = demoId(`session ${day} ${community.code}`)
  labour.labour_session.rows.push([
    cityCode,
    id,
    community.id,
    community.path,
    null,
    day,
    '节前清扫庭院',
    `${community.name}活动站`,
    '3',
    userOf(community),
    at(day, 480),
    null,
  ])
  const came = members.filter(({ organisation }) => organisation.code === 'A001-01').slice(0, 4)
  for (const member of came) {
    const enteredAt = new Date(loadedAt.getTime() - random.between(20, 40) * 60_000)
    labour.labour_attendance.rows.push([
      cityCode,
      recordId(random, enteredAt),
      id,
      member.id,
      'CHECKED_IN',
      enteredAt,
      null,
      '0',
      '0',
      [],
      null,
      enteredAt,
      1,
    ])
  }
}
