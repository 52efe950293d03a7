import { parseDay } from './calendar-day.ts'
import type { CalendarDay } from './calendar-day.ts'
import { cleanLine } from './clean-text.ts'
import { parseQuantity } from './decimal-text.ts'
import type { FieldErrorCode, FieldProblem } from './field-problem.ts'
import type { ActivityKind, HelpArea } from './vocabulary.ts'

export const LANGUAGES = ['zhCn', 'zhTw', 'en'] as const
export type InLanguages = Record<(typeof LANGUAGES)[number], string>

export const INDICATOR_LIMITS = {
  nameLength: 40,
  unitLength: 10,
  codeLength: 60,
  decimals: 4,
  usualMaximum: '999999999',
} as const

/** An indicator as it was typed into the catalogue's editor. */
export type IndicatorInput = {
  code: string
  kind: ActivityKind
  area: HelpArea | null
  decimals: string
  name: InLanguages
  unit: InLanguages
  usualMaximum: string
  validFrom: string
  /** Empty: in force until further notice. */
  validTo: string
}

export type IndicatorContent = Omit<IndicatorInput, 'decimals' | 'validFrom' | 'validTo'> & {
  decimals: number
  validFrom: CalendarDay
  validTo: CalendarDay | null
}

/** The days of the first and the last record that carry it, drafts included. */
export type IndicatorUse = { firstDay: CalendarDay; lastDay: CalendarDay }

export type CheckedIndicator =
  | { ok: true; content: IndicatorContent }
  | { ok: false; problems: FieldProblem[] }

/**
 * Checks an entry of the catalogue. Once a record carries it, what its quantities mean is fixed: kind, area, unit and
 * no fewer decimals; and it is in force at least as long as its records. It is then retired by its last day, not removed.
 */
export function checkIndicator(
  input: IndicatorInput,
  { stored, use }: { stored: IndicatorContent | null; use: IndicatorUse | null },
): CheckedIndicator {
  const problems: FieldProblem[] = []
  const refuse = (path: string, code: FieldErrorCode, values?: FieldProblem['values']) => {
    problems.push({ path, code, ...(values ? { values } : {}) })
  }

  // A section and a name, as 'partyBuilding.lectures': the address that totals and spreadsheets use for ever.
  const code = input.code.trim()
  if (code === '') refuse('code', 'REQUIRED')
  else if (code.length > INDICATOR_LIMITS.codeLength)
    refuse('code', 'TOO_LONG', { maximum: INDICATOR_LIMITS.codeLength })
  else if (!/^[a-z][A-Za-z0-9]*\.[a-z][A-Za-z0-9]*$/.test(code)) refuse('code', 'CODE_SHAPE')
  else if (stored !== null && stored.code !== code) refuse('code', 'FIXED')

  if (input.kind === 'SIX_HELPS' && input.area === null) refuse('area', 'AREA_REQUIRED')
  if (input.kind !== 'SIX_HELPS' && input.area !== null) refuse('area', 'AREA_NOT_FOR_THIS_KIND')

  const decimals = /^\d$/.test(input.decimals.trim()) ? Number(input.decimals) : null
  if (decimals === null || decimals > INDICATOR_LIMITS.decimals)
    refuse('decimals', 'DECIMALS_RANGE', { maximum: INDICATOR_LIMITS.decimals })

  const texts = (field: 'name' | 'unit', maximum: number): InLanguages => {
    const cleaned = { ...input[field] }
    for (const language of LANGUAGES) {
      const text = cleanLine(input[field][language], { maximum, required: true })
      if (text.ok) cleaned[language] = text.value
      else refuse(`${field}.${language}`, text.code, { maximum })
    }
    return cleaned
  }
  const name = texts('name', INDICATOR_LIMITS.nameLength)
  const unit = texts('unit', INDICATOR_LIMITS.unitLength)

  const usualMaximum = parseQuantity(input.usualMaximum, {
    decimals: decimals ?? INDICATOR_LIMITS.decimals,
    maximum: INDICATOR_LIMITS.usualMaximum,
  })
  if (!usualMaximum.ok)
    refuse('usualMaximum', usualMaximum.code, {
      decimals: decimals ?? INDICATOR_LIMITS.decimals,
      maximum: INDICATOR_LIMITS.usualMaximum,
    })

  const validFrom = parseDay(input.validFrom)
  if (validFrom === null)
    refuse('validFrom', input.validFrom.trim() === '' ? 'REQUIRED' : 'NOT_A_DAY')
  const isOpen = input.validTo.trim() === ''
  const validTo = isOpen ? null : parseDay(input.validTo)
  if (!isOpen && validTo === null) refuse('validTo', 'NOT_A_DAY')
  if (validFrom !== null && validTo !== null && validTo < validFrom)
    refuse('validTo', 'ENDS_BEFORE_IT_BEGINS')

  if (stored !== null && use !== null) {
    if (stored.kind !== input.kind) refuse('kind', 'FIXED_IN_USE')
    else if (stored.area !== input.area) refuse('area', 'FIXED_IN_USE')
    if (stored.unit.zhCn !== unit.zhCn) refuse('unit.zhCn', 'FIXED_IN_USE')
    if (decimals !== null && decimals < stored.decimals) refuse('decimals', 'FIXED_IN_USE')
    if (validFrom !== null && validFrom > use.firstDay)
      refuse('validFrom', 'RECORDS_BEFORE', { day: use.firstDay })
    if (validTo !== null && validTo < use.lastDay)
      refuse('validTo', 'RECORDS_AFTER', { day: use.lastDay })
  }

  if (problems.length > 0 || decimals === null || validFrom === null || !usualMaximum.ok)
    return { ok: false, problems }
  return {
    ok: true,
    content: {
      code,
      kind: input.kind,
      area: input.area,
      decimals,
      name,
      unit,
      usualMaximum: usualMaximum.value,
      validFrom,
      validTo,
    },
  }
}
