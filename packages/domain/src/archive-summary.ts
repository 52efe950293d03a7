import { addDecimals } from './decimal-text.ts'
import type { ActivityKind, ActivityStatus, Direction, HelpArea } from './vocabulary.ts'

export type SummedRecord = {
  status: ActivityStatus
  kind: ActivityKind
  area: HelpArea | null
  direction: Direction
  personTimes: number
  /** Decimal hours. */
  hours: string
  outputs: readonly { indicatorCode: string; accepted: string | null }[]
}
export type Sums = { records: number; personTimes: number; hours: string }
export type ArchiveSummary = {
  total: Sums
  byKind: ReadonlyMap<ActivityKind, Sums>
  byArea: ReadonlyMap<HelpArea, Sums>
  byDirection: ReadonlyMap<Direction, Sums>
  /** Accepted quantities by indicator. */
  byIndicator: ReadonlyMap<string, string>
  /** Records that are not countersigned, and so in none of the sums. */
  unsigned: number
}

export const NO_SUMS: Sums = { records: 0, personTimes: 0, hours: '0' }

function add<Key>(sums: Map<Key, Sums>, key: Key, record: SummedRecord): void {
  const before = sums.get(key) ?? NO_SUMS
  sums.set(key, {
    records: before.records + 1,
    personTimes: before.personTimes + record.personTimes,
    hours: addDecimals(before.hours, record.hours),
  })
}

/** The sums of an archive by the product's one rule: only what is countersigned counts, with its accepted quantities. */
export function summaryOf(records: Iterable<SummedRecord>): ArchiveSummary {
  const total = new Map<'total', Sums>()
  const byKind = new Map<ActivityKind, Sums>()
  const byArea = new Map<HelpArea, Sums>()
  const byDirection = new Map<Direction, Sums>()
  const byIndicator = new Map<string, string>()
  let unsigned = 0
  for (const record of records) {
    if (record.status !== 'COUNTERSIGNED') {
      unsigned += 1
      continue
    }
    add(total, 'total', record)
    add(byKind, record.kind, record)
    if (record.area !== null) add(byArea, record.area, record)
    add(byDirection, record.direction, record)
    for (const { indicatorCode, accepted } of record.outputs) {
      const before = byIndicator.get(indicatorCode) ?? '0'
      byIndicator.set(indicatorCode, addDecimals(before, accepted ?? '0'))
    }
  }
  return {
    total: total.get('total') ?? NO_SUMS,
    byKind,
    byArea,
    byDirection,
    byIndicator,
    unsigned,
  }
}
