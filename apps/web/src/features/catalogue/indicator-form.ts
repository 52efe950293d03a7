import type { ActivityKind, HelpArea } from '@gongjian/domain/vocabulary'
import type { CatalogueQuery } from '../../generated/graphql.ts'

export type Entry = CatalogueQuery['catalogue'][number]

/** What is in the editor, as typed. */
export type IndicatorForm = {
  code: string
  kind: ActivityKind
  area: HelpArea | null
  decimals: string
  name: { zhCn: string; zhTw: string; en: string }
  unit: { zhCn: string; zhTw: string; en: string }
  usualMaximum: string
  validFrom: string
  validTo: string
}

export function emptyForm(today: string): IndicatorForm {
  return {
    code: '',
    kind: 'SIX_HELPS',
    area: 'PARTY_BUILDING',
    decimals: '0',
    name: { zhCn: '', zhTw: '', en: '' },
    unit: { zhCn: '', zhTw: '', en: '' },
    usualMaximum: '',
    validFrom: today,
    validTo: '',
  }
}

export function formOf({ names, units, decimals, validTo, ...entry }: Entry): IndicatorForm {
  return {
    code: entry.code,
    kind: entry.kind,
    area: entry.area,
    decimals: String(decimals),
    name: { zhCn: names.zhCn, zhTw: names.zhTw, en: names.en },
    unit: { zhCn: units.zhCn, zhTw: units.zhTw, en: units.en },
    usualMaximum: entry.usualMaximum,
    validFrom: entry.validFrom,
    validTo: validTo ?? '',
  }
}

export type InForce = 'IN_FORCE' | 'UPCOMING' | 'RETIRED'

/** Whether an indicator can be recorded on the day, not yet, or no more. */
export function inForceOn(
  day: string,
  entry: { validFrom: string; validTo: string | null },
): InForce {
  if (entry.validFrom > day) return 'UPCOMING'
  return entry.validTo !== null && entry.validTo < day ? 'RETIRED' : 'IN_FORCE'
}
