import { parseDay } from '@gongjian/domain/calendar-day'
import { canonical, multiplyDecimals } from '@gongjian/domain/decimal-text'
import type { ActivityContent } from '@gongjian/domain/activity-content'
import { HELP_AREAS } from '@gongjian/domain/vocabulary'
import { apportion } from './apportion.ts'
import { addHistory } from './history.ts'
import type { DemoRecord } from './history.ts'
import { demoId } from './organisations.ts'
import type { DemoOrganisation, DemoPairing } from './organisations.ts'
import { seededRandom } from './random.ts'
import type { Random } from './random.ts'
import { agencyRows, indicatorRows } from './read-data.ts'
import { addOpenRecords } from './open-records.ts'
import { contentOf, skeleton } from './record-content.ts'
import type { Skeleton } from './record-content.ts'
import {
  benefitedHouseholdsTotal,
  campaignPlan,
  donatedValueTotal,
  labourPersonTimes,
  labourPlan,
  labourShares,
  months,
  recordsByArea,
  sixHelpsPlan,
  visitDeeds,
  visitHouseholds,
  visitPersonTimes,
  visitRecords,
} from './year-plan.ts'

export type DemoCampaign = { id: string; name: string; day: string; place: string }

const agencyCodeOf = (organisation: DemoOrganisation) => organisation.code.slice(0, 4)

/**
 * The demonstration year: every record that was countersigned, so that their accepted sums are the published
 * figures, and some that wait, came back or were never sent. The same seed gives the same year.
 */
export function generateYear(
  pairings: readonly DemoPairing[],
  seed = 2008,
): { campaigns: DemoCampaign[]; records: DemoRecord[] } {
  const random = seededRandom(seed)
  const branchPairings = pairings.filter(({ level }) => level === 'BRANCH_COMMUNITY')
  const agencies = agencyRows.map((row, index) => ({
    code: row.code,
    strengths: row.strengths,
    pairings: branchPairings.filter(({ agencySide }) => agencyCodeOf(agencySide) === row.code),
    // Few do much, many do little, five do nothing of the six helps.
    weight: index % 19 === 12 ? 0 : index === 0 ? 2.2 : Math.exp(random.next() * 2.6 - 0.9),
  }))
  const pairingWeights = new Map(
    branchPairings.map(({ id }) => [id, random.chance(0.12) ? 0.02 : 0.4 + random.next()]),
  )
  const active = agencies.filter(({ weight }) => weight > 0)

  function pairingOf(agency: (typeof agencies)[number], day: string): DemoPairing {
    const open = agency.pairings.filter(({ validTo }) => validTo === null || validTo >= day)
    const begun = open.filter(({ validFrom }) => validFrom <= day)
    return random.pickWeighted(begun, ({ id }) => pairingWeights.get(id) ?? 1)
  }

  const sixHelps = HELP_AREAS.flatMap((area) =>
    Array.from({ length: recordsByArea[area] }, (): Skeleton => {
      const agency = random.pickWeighted(
        active,
        ({ weight, strengths }) => weight * (strengths.includes(area) ? 2.4 : 1),
      )
      const day = someDay(random)
      return skeleton(pairingOf(agency, day), day, 'SIX_HELPS', area)
    }),
  )
  fillSixHelps(random, sixHelps)

  const campaigns = campaignPlan.map(({ name, day, place }) => ({
    id: demoId(`campaign ${day}`),
    name,
    day,
    place,
  }))
  const labour = campaigns.flatMap((campaign, index) =>
    agencies.flatMap((agency, position) => {
      const takesPart = position % 4 === index || random.chance(campaignPlan[index]?.share ?? 0)
      if (!takesPart) return []
      const parts = random.chance(0.35) ? 2 : 1
      return Array.from({ length: parts }, () => ({
        ...skeleton(pairingOf(agency, campaign.day), campaign.day, 'LABOUR', null),
        campaignId: campaign.id,
      }))
    }),
  )
  fillLabour(random, labour)

  const visits = Array.from({ length: visitRecords }, () => {
    const agency = random.pickWeighted(active, ({ weight }) => weight)
    const day = someDay(random)
    return skeleton(pairingOf(agency, day), day, 'VISIT', null)
  })
  fillVisits(random, visits)

  const signed = [...sixHelps, ...labour, ...visits]
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
    .map((record, index) => addHistory(random, contentOf(random, record), record.pairing, index))
  const open = addOpenRecords(random, branchPairings, signed.length)
  return { campaigns, records: [...signed, ...open] }
}

/** Mostly working days; the last countersigned ones early enough to have been signed. */
function someDay(random: Random): string {
  for (;;) {
    const { month } = random.pickWeighted(months, ({ weight }) => weight)
    const day = `${month}-${String(random.between(1, 31)).padStart(2, '0')}`
    if (parseDay(day) === null || day > '2008-09-19') continue
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
    if (weekday >= 1 && weekday <= 5 ? true : random.chance(0.35)) return day
  }
}

/** Gives `total` to the records in shares that are multiples of the step and add up exactly. */
function share(
  random: Random,
  records: readonly Skeleton[],
  plan: { code: string; total: string; step: string; least: number; spread: number },
): void {
  const steps = Math.round(Number(plan.total) / Number(plan.step))
  const weights = records.map(() => Math.exp((random.next() - 0.5) * 3 * plan.spread))
  apportion(steps, weights, plan.least).forEach((part, index) => {
    records[index]?.outputs.set(plan.code, multiplyDecimals(String(part), canonical(plan.step)))
  })
}

function fillSixHelps(random: Random, records: readonly Skeleton[]): void {
  const areaOf = new Map(indicatorRows.map(({ code, area }) => [code, area]))
  const chosen = new Map(sixHelpsPlan.map(({ code }) => [code, new Set<Skeleton>()]))
  const left = (plan: (typeof sixHelpsPlan)[number]) =>
    plan.lines - (chosen.get(plan.code)?.size ?? 0)

  // Every record reports at least one thing of its own area …
  for (const record of random.shuffled(records)) {
    const own = sixHelpsPlan.filter(
      (plan) => areaOf.get(plan.code) === record.area && left(plan) > 0,
    )
    chosen.get(random.pickWeighted(own, left).code)?.add(record)
  }
  // … and what is left goes where something was done anyway, mostly in the same area.
  for (const plan of sixHelpsPlan) {
    const of = chosen.get(plan.code) ?? new Set()
    const own = random.shuffled(records.filter(({ area }) => area === areaOf.get(plan.code)))
    const others = random.shuffled(records.filter(({ area }) => area !== areaOf.get(plan.code)))
    const order = [...own.slice(0, Math.ceil(own.length * 0.75)), ...others]
    for (const record of order) {
      if (of.size >= plan.lines) break
      of.add(record)
    }
    share(random, [...of], plan)
  }

  const drives = [...(chosen.get('relief.donationDrives') ?? [])]
  share(random, drives, {
    code: 'relief.donatedValue',
    total: donatedValueTotal,
    step: '10',
    least: 20,
    spread: 1.2,
  })
  share(random, drives, {
    code: 'relief.benefitedHouseholds',
    total: benefitedHouseholdsTotal,
    step: '1',
    least: 6,
    spread: 1,
  })
  for (const record of drives)
    record.donations = donationsOf(random, record.outputs.get('relief.donatedValue') ?? '0')
  for (const record of records)
    record.headCount = random.pickWeighted(
      [2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30],
      (n) => 1 / Math.sqrt(n),
    )
}

const goods = ['大米和豆油', '过冬棉被', '学习用品', '衣物', '图书', '常用药品', '电脑和桌椅']

function donationsOf(random: Random, value: string): ActivityContent['donations'] {
  const total = Number(value)
  const cash = random.chance(0.3) ? total : Math.round((total * random.between(2, 8)) / 100) * 10
  const lines: ActivityContent['donations'] = []
  if (cash > 0) lines.push({ kind: 'CASH', description: '党员捐款', valueYuan: String(cash) })
  if (total - cash > 0)
    lines.push({ kind: 'GOODS', description: random.pick(goods), valueYuan: String(total - cash) })
  return lines
}

function fillLabour(random: Random, records: readonly Skeleton[]): void {
  const heads = apportion(
    labourPersonTimes,
    records.map(() => 0.4 + random.next()),
    6,
  )
  records.forEach((record, index) => {
    record.headCount = heads[index] ?? 0
  })
  for (const plan of labourPlan) {
    const of = random
      .shuffled(records)
      .slice(0, Math.round(records.length * (labourShares[plan.code] ?? 0.5)))
    share(random, of, plan)
  }
  // Labour without a counted output is labour all the same: its person-times count.
}

function fillVisits(random: Random, records: readonly Skeleton[]): void {
  const heads = apportion(
    visitPersonTimes,
    records.map(() => 0.3 + random.next()),
    3,
  )
  records.forEach((record, index) => {
    record.headCount = heads[index] ?? 0
  })
  share(random, random.shuffled(records).slice(0, 512), {
    code: 'visits.households',
    total: String(visitHouseholds),
    step: '1',
    least: 1,
    spread: 0.7,
  })
  share(random, random.shuffled(records).slice(0, 305), {
    code: 'visits.deeds',
    total: String(visitDeeds),
    step: '1',
    least: 1,
    spread: 0.7,
  })
}
