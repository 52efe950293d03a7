import type { ActivityContent } from '@gongjian/domain/activity-content'
import { multiplyDecimals } from '@gongjian/domain/decimal-text'
import type { Direction, HelpArea } from '@gongjian/domain/vocabulary'
import type { DemoPairing } from './organisations.ts'
import type { Random } from './random.ts'
import { indicatorRows } from './read-data.ts'
import { givenTitleOf, titleOf, wordsOf } from './titles.ts'
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
export function contentOf(
  random: Random,
  record: Skeleton,
  wanted: Direction | null = null,
): ActivityContent {
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
  const direction = wanted ?? directionOf(random, record.kind, main?.indicatorCode)
  const hoursEach = random.pick(hoursOf[record.kind])
  return {
    pairingId: record.pairing.id,
    day: record.day,
    programmeYear,
    kind: record.kind,
    area: record.area,
    direction,
    campaignId: record.campaignId,
    title:
      direction === 'COMMUNITY_TO_AGENCY'
        ? givenTitleOf(random, communityName)
        : titleOf(
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

/** Some things both sides do together; lectures and symposia are also given by the community's old members. */
function directionOf(
  random: Random,
  kind: Skeleton['kind'],
  indicatorCode: string | undefined,
): Direction {
  if (kind !== 'SIX_HELPS') return 'AGENCY_TO_COMMUNITY'
  if (random.chance(0.14)) return 'JOINT'
  const isTalk =
    indicatorCode === 'partyBuilding.lectures' || indicatorCode === 'partyBuilding.symposia'
  return isTalk && random.chance(0.2) ? 'COMMUNITY_TO_AGENCY' : 'AGENCY_TO_COMMUNITY'
}

function orderOf(indicatorCode: string): number {
  return indicatorRows.findIndex(({ code }) => code === indicatorCode)
}
