import { addDays } from './calendar-day.ts'
import { ALIKE_WITHIN_DAYS, similarityBetween } from './similar-records.ts'
import type { ReadRecord, Similarity } from './similar-records.ts'

export type MostAlike = Similarity & { otherId: string }
export type ReadRecords = {
  add(record: ReadRecord): void
  /** Of those added so far under the same pairing, a day before to a day after, the one that is most alike. */
  mostAlike(record: ReadRecord): MostAlike | null
}

const placeOf = (pairingId: string, day: string) => `${pairingId} ${day}`
const daysApart = Array.from(
  { length: 2 * ALIKE_WITHIN_DAYS + 1 },
  (_, index) => index - ALIKE_WITHIN_DAYS,
)
/** The days on which a record lies that may be alike to one of the day. */
export const daysNear = (day: string): string[] => daysApart.map((days) => addDays(day, days))

const sizeOf = ({ title, all }: ReadRecord) => title.length + (all?.length ?? 0)

/**
 * Remembers of each pairing and day the last few records, and of all so many pairs of signs: of a list of any length it
 * holds no more, and forgets the day that was begun first.
 */
export function recentRecords({ ofDay, pairs }: { ofDay: number; pairs: number }): ReadRecords {
  const places = new Map<string, ReadRecord[]>()
  let held = 0
  const forget = (records: readonly ReadRecord[]) => {
    for (const record of records) held -= sizeOf(record)
  }
  return {
    add(record) {
      const place = placeOf(record.pairingId, record.day)
      const records = places.get(place) ?? []
      places.set(place, records)
      records.push(record)
      held += sizeOf(record)
      if (records.length > ofDay) forget(records.splice(0, 1))
      for (const [oldest, others] of places) {
        if (held <= pairs || oldest === place) break
        forget(others)
        places.delete(oldest)
      }
    },
    mostAlike(record) {
      let most: MostAlike | null = null
      for (const day of daysNear(record.day)) {
        for (const other of places.get(placeOf(record.pairingId, day)) ?? []) {
          const similarity = similarityBetween(record, other)
          if (similarity !== null && (most === null || similarity.percent > most.percent))
            most = { ...similarity, otherId: other.id }
        }
      }
      return most
    },
  }
}
