import { useHouseholdsText } from './text.ts'
import type texts from './messages/zh-CN.json'

type Key = keyof typeof texts

/** The words of households for the API's enum values. */
export function useHouseholdWords() {
  const text = useHouseholdsText()
  const known = (key: string): string => text(key as Key)
  return {
    hardship: (kind: string) => known(`hardship_${kind}`),
    status: (status: string) => known(`status_${status}`),
    giver: (giver: string) => known(`giver_${giver}`),
    purpose: (purpose: string) => known(`purpose_${purpose}`),
    field: (field: string) => known(`field_${field}`),
    match: (match: string) => known(`match_${match}`),
    order: (order: string) => known(`order_${order}`),
  }
}
