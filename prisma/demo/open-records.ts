import { addDays } from '@gongjian/domain/calendar-day'
import { addDecimals } from '@gongjian/domain/decimal-text'
import type { ActivityContent } from '@gongjian/domain/activity-content'
import { HELP_AREAS } from '@gongjian/domain/vocabulary'
import type { Direction } from '@gongjian/domain/vocabulary'
import { contentOf, skeleton } from './record-content.ts'
import { officeTime, questionsOf, recordId, returning } from './history.ts'
import type { DemoRecord, DemoStep } from './history.ts'
import type { DemoPairing } from './organisations.ts'
import type { Random } from './random.ts'
import { indicatorRows } from './read-data.ts'

type Ending = 'DRAFT' | 'SUBMITTED' | 'RETURNED' | 'RESUBMITTED' | 'WITHDRAWN'

const today = '2008-09-26'

/** How the city's open records end, how many days ago their day was, and who did it for whom where that is set. */
const elsewhere: readonly {
  ending: Ending
  count: number
  daysAgo: readonly [number, number]
  direction?: Direction
}[] = [
  { ending: 'SUBMITTED', count: 26, daysAgo: [2, 9] },
  { ending: 'SUBMITTED', count: 12, daysAgo: [17, 40] },
  { ending: 'RESUBMITTED', count: 9, daysAgo: [6, 20] },
  { ending: 'RETURNED', count: 10, daysAgo: [4, 24] },
  { ending: 'DRAFT', count: 22, daysAgo: [0, 12] },
  { ending: 'WITHDRAWN', count: 5, daysAgo: [10, 40] },
]
/** What the recorder and the community officer of the demonstration find on their own pairing. */
const forCommunity = { direction: 'AGENCY_TO_COMMUNITY' } as const
const forAgency = { direction: 'COMMUNITY_TO_AGENCY' } as const
const atHome: typeof elsewhere = [
  { ending: 'SUBMITTED', count: 5, daysAgo: [2, 12], ...forCommunity },
  { ending: 'SUBMITTED', count: 2, daysAgo: [17, 24], ...forCommunity },
  { ending: 'RESUBMITTED', count: 1, daysAgo: [8, 10], ...forCommunity },
  { ending: 'RETURNED', count: 2, daysAgo: [5, 12], ...forCommunity },
  { ending: 'DRAFT', count: 2, daysAgo: [0, 3], ...forCommunity },
  { ending: 'WITHDRAWN', count: 1, daysAgo: [14, 20], ...forCommunity },
  { ending: 'SUBMITTED', count: 2, daysAgo: [3, 6], ...forAgency },
  { ending: 'SUBMITTED', count: 1, daysAgo: [4, 5], direction: 'JOINT' },
  { ending: 'RETURNED', count: 1, daysAgo: [5, 8], ...forAgency },
  { ending: 'DRAFT', count: 1, daysAgo: [1, 2], ...forAgency },
]

/** Records that are not countersigned: drafts, waiting and overdue ones, returned, sent again, withdrawn. */
export function addOpenRecords(
  random: Random,
  pairings: readonly DemoPairing[],
  signedRecords: number,
): DemoRecord[] {
  const open = pairings.filter(({ validTo }) => validTo === null)
  const home = open.find(({ agencySide }) => agencySide.code === 'A001-01')
  const others = open.filter((pairing) => pairing.communitySide !== home?.communitySide)
  const records: DemoRecord[] = []
  for (const [plan, choose] of [
    [elsewhere, () => random.pick(others)],
    [atHome, () => home ?? random.pick(others)],
  ] as const) {
    for (const { ending, count, daysAgo, direction = null } of plan) {
      for (let made = 0; made < count; made += 1) {
        const unusual = ending === 'SUBMITTED' && (signedRecords + records.length) % 5 === 0
        const days = random.between(...daysAgo)
        records.push(openRecord(random, choose(), ending, days, unusual, direction))
      }
    }
  }
  return records
}

function openRecord(
  random: Random,
  pairing: DemoPairing,
  ending: Ending,
  daysAgo: number,
  unusual: boolean,
  direction: Direction | null,
): DemoRecord {
  const area = direction === 'COMMUNITY_TO_AGENCY' ? 'PARTY_BUILDING' : random.pick(HELP_AREAS)
  const record = skeleton(pairing, addDays(today, -daysAgo), 'SIX_HELPS', area)
  const own = indicatorRows.filter(
    (indicator) =>
      indicator.area === area &&
      indicator.code !== 'relief.donatedValue' &&
      indicator.code !== 'publicService.premises',
  )
  for (const indicator of random.shuffled(own).slice(0, random.between(1, 2))) {
    const usual = Number(indicator.usualMaximum)
    record.outputs.set(
      indicator.code,
      String(
        unusual
          ? usual + random.between(1, 4)
          : random.between(1, Math.max(1, Math.floor(usual / 2))),
      ),
    )
  }
  record.headCount = random.between(2, 16)
  const content = contentOf(random, record, direction)
  const written = officeTime(random, content.day, daysAgo === 0 ? -1 : 0)
  const createdAt = daysAgo === 0 ? new Date('2008-09-26T00:35:00.000Z') : written
  const base = {
    id: recordId(random, createdAt),
    pairing,
    content,
    accepted: new Map<string, string>(),
    usefulness: null,
    createdAt,
  }

  const submittedAt = officeTime(random, content.day, Math.min(1, daysAgo - 1))
  const submit: DemoStep = { action: 'submit', at: submittedAt, content }
  switch (ending) {
    case 'DRAFT':
      return {
        ...base,
        status: 'DRAFT',
        openQuestions: [],
        steps: [{ action: 'save', at: createdAt, content }],
      }
    case 'WITHDRAWN':
      return {
        ...base,
        status: 'WITHDRAWN',
        openQuestions: [],
        steps: [
          { action: 'save', at: createdAt, content },
          { action: 'withdraw', at: new Date(createdAt.getTime() + 3_600_000), content },
        ],
      }
    case 'SUBMITTED':
      return {
        ...base,
        status: 'SUBMITTED',
        openQuestions: questionsOf(content, submittedAt),
        steps: [submit],
      }
    case 'RETURNED':
      return {
        ...base,
        status: 'RETURNED',
        openQuestions: [],
        steps: [submit, returning(random, content, new Date(submittedAt.getTime() + 86_400_000))],
      }
    case 'RESUBMITTED': {
      const again = new Date(submittedAt.getTime() + 2.2 * 86_400_000)
      const changed = corrected(content)
      return {
        ...base,
        status: 'SUBMITTED',
        content: changed,
        openQuestions: questionsOf(changed, again, { cameBack: true }),
        steps: [
          submit,
          returning(random, content, new Date(submittedAt.getTime() + 86_400_000)),
          { action: 'submit', at: again, content: changed },
        ],
      }
    }
  }
}

function corrected(content: ActivityContent): ActivityContent {
  return {
    ...content,
    words: `${content.words}经核对，数量已更正。`,
    outputs: content.outputs.map((output, index) =>
      index === 0 ? { ...output, quantity: addDecimals(output.quantity, '1') } : output,
    ),
  }
}
