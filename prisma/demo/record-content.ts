import type { ActivityContent } from '@gongjian/domain/activity-content'
import { multiplyDecimals } from '@gongjian/domain/decimal-text'
import type { HelpArea } from '@gongjian/domain/vocabulary'
import type { DemoPairing } from './organisations.ts'
import type { Random } from './random.ts'
import { indicatorRows } from './read-data.ts'
import { titleOf, wordsOf } from './titles.ts'
import { programmeYear } from './year-plan.ts'

/** A record before its quantities are known. */
export type Skeleton = {
  pairing: DemoPairing
  day: string
  kind: ActivityContent['kind']
  area: HelpArea | null
  campaignId: string | null
  outputs: Map<string, string>
  headCount: number
  donations: ActivityContent['donations']
}

export function skeleton(
  pairing: DemoPairing,
  day: string,
  kind: Skeleton['kind'],
  area: HelpArea | null,
): Skeleton {
  return {
    pairing,
    day,
    kind,
    area,
    campaignId: null,
    outputs: new Map(),
    headCount: 0,
    donations: [],
  }
}

const hoursOf = {
  SIX_HELPS: ['1', '1.5', '2', '2', '3', '4'],
  LABOUR: ['2', '2.5', '3', '3', '4'],
  VISIT: ['1', '1.5', '2', '3'],
} as const

/** The record as the recorder would have written it. */
export function contentOf(random: Random, record: Skeleton): ActivityContent {
  const communityName = record.pairing.communitySide.name
  const outputs = [...record.outputs].map(([indicatorCode, quantity]) => ({
    indicatorCode,
    quantity,
  }))
  outputs.sort((a, b) => orderOf(a.indicatorCode) - orderOf(b.indicatorCode))
  const main =
    outputs.find(
      ({ indicatorCode }) =>
        indicatorRows.find(({ code }) => code === indicatorCode)?.area === record.area,
    ) ?? outputs[0]
  const fallback = record.kind === 'LABOUR' ? 'labour.facilitiesCleaned' : 'visits.deeds'
  const hoursEach = random.pick(hoursOf[record.kind])
  return {
    pairingId: record.pairing.id,
    day: record.day,
    programmeYear,
    kind: record.kind,
    area: record.area,
    direction: record.kind === 'SIX_HELPS' && random.chance(0.14) ? 'JOINT' : 'AGENCY_TO_COMMUNITY',
    campaignId: record.campaignId,
    title: titleOf(
      random,
      main?.indicatorCode ?? fallback,
      communityName,
      `${Number(record.day.slice(5, 7))}月`,
    ),
    words: wordsOf(random),
    outputs,
    participations: [{ label: null, headCount: record.headCount, hoursEach }],
    donations: record.donations,
    personTimes: record.headCount,
    hours: multiplyDecimals(hoursEach, String(record.headCount)),
  }
}

function orderOf(indicatorCode: string): number {
  return indicatorRows.findIndex(({ code }) => code === indicatorCode)
}
