import { hasHandIn, pathOfSide, sideOfRole } from './activity-actions.ts'
import type { Actor } from './activity-actions.ts'
import {
  daysBetween,
  lastDayOf,
  monthOf,
  monthsBetween,
  monthsLater,
  parseMonth,
} from './calendar-day.ts'
import type { CalendarDay } from './calendar-day.ts'
import { cleanLine, cleanWords } from './clean-text.ts'
import { compareDecimals, parseQuantity, scaleOf, subtractDecimals } from './decimal-text.ts'
import type { FieldProblem } from './field-problem.ts'
import { scopeOf } from './permission-matrix.ts'
import type { Operation } from './permission-matrix.ts'
import type {
  ActivityKind,
  Direction,
  HelpArea,
  PairingSide,
  PeriodStatus,
  PlanState,
} from './vocabulary.ts'

/** What may be done with a plan (年度共建计划). */
export const PLAN_ACTIONS = [
  'SAVE',
  'PROPOSE',
  'TAKE_BACK',
  'AGREE',
  'RETURN',
  'DISCARD',
  'REVISE',
] as const
export type PlanAction = (typeof PLAN_ACTIONS)[number]

type Life = Record<PlanAction, PlanState | null>
const nowhere: Life = {
  SAVE: null,
  PROPOSE: null,
  TAKE_BACK: null,
  AGREE: null,
  RETURN: null,
  DISCARD: null,
  REVISE: null,
}

/**
 * From which state an action leads where; null: it cannot be done there. A change of what is agreed is a new edition,
 * written beside the one that holds: the state of an agreed plan moves only when the next one is agreed (SUPERSEDED).
 */
export const PLAN_LIFE = {
  DRAFT: { ...nowhere, SAVE: 'DRAFT', PROPOSE: 'PROPOSED', DISCARD: 'DISCARDED' },
  PROPOSED: { ...nowhere, TAKE_BACK: 'DRAFT', AGREE: 'AGREED', RETURN: 'RETURNED' },
  RETURNED: { ...nowhere, SAVE: 'RETURNED', PROPOSE: 'PROPOSED', DISCARD: 'DISCARDED' },
  AGREED: { ...nowhere, REVISE: 'AGREED' },
  SUPERSEDED: nowhere,
  DISCARDED: nowhere,
} as const satisfies Record<PlanState, Life>

/** While it is one of these, no other edition of the same year may be written. */
export const WRITTEN_PLAN_STATES = [
  'DRAFT',
  'PROPOSED',
  'RETURNED',
] as const satisfies readonly PlanState[]

const operationOf = {
  SAVE: 'savePlan',
  PROPOSE: 'proposePlan',
  TAKE_BACK: 'takeBackPlan',
  AGREE: 'agreePlan',
  RETURN: 'returnPlan',
  DISCARD: 'discardPlan',
  REVISE: 'savePlan',
} as const satisfies Record<PlanAction, Operation>

export type PlanFacts = {
  state: PlanState
  /** The side that writes it: the other one agrees. */
  writingSide: PairingSide
  agencySidePath: string
  communitySidePath: string
  /** Everybody who ever wrote or proposed it, and for whom a deputy did. */
  writerIds: readonly string[]
  /** That of the programme year. */
  yearStatus: PeriodStatus
}

export const otherSide = (side: PairingSide): PairingSide =>
  side === 'AGENCY_SIDE' ? 'COMMUNITY_SIDE' : 'AGENCY_SIDE'

/** The side of the pairing that the actor acts for; null: neither is theirs. */
export function ownSide(
  facts: Pick<PlanFacts, 'agencySidePath' | 'communitySidePath'>,
  actor: Actor,
): PairingSide | null {
  const side = sideOfRole(actor.role)
  return side !== null && pathOfSide(side, facts).startsWith(actor.scopePath) ? side : null
}

export const PLAN_REFUSALS = [
  'ROLE_MAY_NOT',
  'PLAN_OF_OTHERS',
  'PLAN_OF_OTHER_SIDE',
  'PLAN_IS_YOURS',
  'PLAN_IN_OTHER_STATE',
  'OWN_PLAN',
  'PLAN_YEAR_LOCKED',
] as const
export type PlanRefusal = (typeof PLAN_REFUSALS)[number]

/**
 * Why the actor may not do this to the plan, or null where they may. Who wrote or proposed it does not agree to it,
 * whatever other role they hold.
 */
export function planRefusal(
  action: PlanAction,
  facts: PlanFacts,
  actor: Actor,
): PlanRefusal | null {
  if (scopeOf(operationOf[action], actor.role) === 'NONE') return 'ROLE_MAY_NOT'
  const side = ownSide(facts, actor)
  if (side === null) return 'PLAN_OF_OTHERS'
  const decides = action === 'AGREE' || action === 'RETURN'
  if (action !== 'REVISE' && side !== (decides ? otherSide(facts.writingSide) : facts.writingSide))
    return decides ? 'PLAN_IS_YOURS' : 'PLAN_OF_OTHER_SIDE'
  if (PLAN_LIFE[facts.state][action] === null) return 'PLAN_IN_OTHER_STATE'
  if (decides && hasHandIn(actor, facts.writerIds)) return 'OWN_PLAN'
  return facts.yearStatus === 'LOCKED' ? 'PLAN_YEAR_LOCKED' : null
}

/** Lengths in code points; how many lines. */
export const PLAN_LIMITS = { lines: 20, responsible: 40, words: 200, reason: 500 } as const

/** One line as typed. Without an indicator it plans a number of activities of the kind and area. */
export type TypedPlanLine = {
  indicatorCode: string | null
  kind: ActivityKind
  area: HelpArea | null
  quantity: string
  dueMonth: string
  side: PairingSide
  responsible: string
  words: string
}
export type TypedPlan = { words: string; lines: readonly TypedPlanLine[] }
export type PlanLine = TypedPlanLine
export type PlanContent = { words: string; lines: PlanLine[] }

export type PlannedIndicator = {
  code: string
  kind: ActivityKind
  area: HelpArea | null
  decimals: number
  validFrom: CalendarDay
  validTo: CalendarDay | null
}
type Year = { startsOn: CalendarDay; endsOn: CalendarDay }

/** What lines that count the same have in common: what was done goes to the one that is due first. */
export function planKey({
  indicatorCode,
  kind,
  area,
  side,
}: Pick<PlanLine, 'indicatorCode' | 'kind' | 'area' | 'side'>): string {
  return `${side} ${indicatorCode ?? `${kind} ${area ?? ''}`}`
}

/** A plan as typed, in canonical form, or everything that is wrong with it. */
export function checkPlan(
  typed: TypedPlan,
  { indicators, year }: { indicators: readonly PlannedIndicator[]; year: Year },
): { ok: true; content: PlanContent } | { ok: false; problems: FieldProblem[] } {
  const problems: FieldProblem[] = []
  const maximum = PLAN_LIMITS.reason
  const words = cleanWords(typed.words, { maximum })
  if (!words.ok) problems.push({ path: 'words', code: words.code, values: { maximum } })
  if (typed.lines.length === 0) problems.push({ path: 'lines', code: 'PLAN_EMPTY' })
  if (typed.lines.length > PLAN_LIMITS.lines)
    problems.push({
      path: 'lines',
      code: 'TOO_MANY_LINES',
      values: { maximum: PLAN_LIMITS.lines },
    })
  const months = monthsBetween(year.startsOn, year.endsOn)
  const seen = new Set<string>()
  const lines = typed.lines.map((line, index): PlanLine => {
    const at = (field: string) => `lines.${index}.${field}`
    const indicator =
      line.indicatorCode === null
        ? null
        : (indicators.find(({ code }) => code === line.indicatorCode) ?? undefined)
    if (indicator === undefined)
      problems.push({ path: at('indicatorCode'), code: 'UNKNOWN_INDICATOR' })
    else if (
      indicator !== null &&
      (indicator.validFrom > year.endsOn ||
        (indicator.validTo !== null && indicator.validTo < year.startsOn))
    )
      problems.push({ path: at('indicatorCode'), code: 'INDICATOR_NOT_IN_FORCE' })
    const { kind } = indicator ?? line
    const area = indicator ? indicator.area : line.area
    if (indicator === null && kind === 'SIX_HELPS' && area === null)
      problems.push({ path: at('area'), code: 'AREA_REQUIRED' })
    if (indicator === null && kind !== 'SIX_HELPS' && area !== null)
      problems.push({ path: at('area'), code: 'AREA_NOT_FOR_THIS_KIND' })
    const decimals = indicator?.decimals ?? 0
    const quantity = parseQuantity(line.quantity, { decimals })
    if (!quantity.ok) {
      const isWhole = quantity.code === 'TOO_MANY_DECIMALS' && decimals === 0
      problems.push({
        path: at('quantity'),
        code: isWhole ? 'NOT_A_WHOLE_NUMBER' : quantity.code,
        values: { decimals },
      })
    } else if (quantity.value === '0')
      problems.push({ path: at('quantity'), code: 'MUST_BE_POSITIVE' })
    if (line.dueMonth === '') problems.push({ path: at('dueMonth'), code: 'REQUIRED' })
    else if (parseMonth(line.dueMonth) === null || !months.includes(line.dueMonth))
      problems.push({ path: at('dueMonth'), code: 'OUTSIDE_THE_YEAR' })
    const responsible = cleanLine(line.responsible, { maximum: PLAN_LIMITS.responsible })
    if (!responsible.ok)
      problems.push({
        path: at('responsible'),
        code: responsible.code,
        values: { maximum: PLAN_LIMITS.responsible },
      })
    const said = cleanWords(line.words, { maximum: PLAN_LIMITS.words })
    if (!said.ok)
      problems.push({ path: at('words'), code: said.code, values: { maximum: PLAN_LIMITS.words } })
    const checked = {
      indicatorCode: line.indicatorCode,
      kind,
      area,
      quantity: quantity.ok ? quantity.value : '',
      dueMonth: line.dueMonth,
      side: line.side,
      responsible: responsible.ok ? responsible.value : '',
      words: said.ok ? said.value : '',
    }
    const same = `${planKey(checked)} ${line.dueMonth}`
    if (seen.has(same)) problems.push({ path: at('dueMonth'), code: 'PLAN_LINE_TWICE' })
    seen.add(same)
    return checked
  })
  return problems.length > 0 || !words.ok
    ? { ok: false, problems }
    : { ok: true, content: { words: words.value, lines } }
}

/** Records of which directions count for a line: what its side does for the other, and what both do together. */
export const directionsOf = (side: PairingSide): readonly Direction[] => [
  side === 'AGENCY_SIDE' ? 'AGENCY_TO_COMMUNITY' : 'COMMUNITY_TO_AGENCY',
  'JOINT',
]

/** What a full line or plan is in shares: progress is counted in ten-thousandths, so that nothing is done by rounding. */
export const FULL_SHARE = 10_000

/** How much of a planned quantity was accepted, from 0 to FULL_SHARE; never more, and full only where all of it was. */
export function lineShare(accepted: string, planned: string): number {
  if (compareDecimals(accepted, planned) >= 0) return FULL_SHARE
  const scale = Math.max(scaleOf(accepted), scaleOf(planned))
  const whole = (decimal: string) => {
    const [before = '0', after = ''] = decimal.split('.')
    return BigInt(before + after.padEnd(scale, '0'))
  }
  return Number((whole(accepted) * BigInt(FULL_SHARE)) / whole(planned))
}

/** The mean of the lines' shares, rounded down; 0 where there is no line. */
export function planShare(shares: readonly number[]): number {
  if (shares.length === 0) return 0
  return Math.floor(shares.reduce((sum, share) => sum + share, 0) / shares.length)
}

/**
 * Shares out what was accepted to the lines that count the same, in the order in which they are due: what two lines
 * planned is not counted for both. Each gets what it needs; the last one of them gets what is left over.
 * `decimals` in canonical form; the answer is in the order of the lines.
 */
export function shareOut(
  lines: readonly (Pick<PlanLine, 'indicatorCode' | 'kind' | 'area' | 'side' | 'dueMonth'> & {
    quantity: string
  })[],
  acceptedOf: (line: (typeof lines)[number]) => string,
): string[] {
  return lines.map((line) => {
    const same = lines
      .filter((one) => planKey(one) === planKey(line))
      .toSorted((a, b) => (a.dueMonth < b.dueMonth ? -1 : 1))
    let left = acceptedOf(line)
    for (const one of same) {
      if (one === line) return one === same.at(-1) ? left : lesser(left, one.quantity)
      left = compareDecimals(left, one.quantity) > 0 ? subtractDecimals(left, one.quantity) : '0'
    }
    return left
  })
}
const lesser = (a: string, b: string) => (compareDecimals(a, b) < 0 ? a : b)

/** The last day on which a line is in time. */
export function dueDay(dueMonth: string): CalendarDay {
  return lastDayOf(dueMonth)
}

/** In how many months from its first day the plans of a year are to be agreed, where nobody says otherwise. */
export const AGREED_WITHIN_MONTHS = 3

/** The last day on which a plan of the year that begins so is agreed in time, within so many months. */
export function agreedInTimeUntil(
  startsOn: CalendarDay,
  within: number = AGREED_WITHIN_MONTHS,
): CalendarDay {
  return lastDayOf(monthsLater(monthOf(startsOn), within - 1))
}

export const PLAN_LINE_STATES = ['DONE', 'OVERDUE', 'DUE_SOON', 'LATER'] as const
export type PlanLineState = (typeof PLAN_LINE_STATES)[number]

/** So many days before a line is due its responsible side is reminded; so many after, of what is overdue. */
export const REMINDED_WITHIN_DAYS = 14

/** How a line of an agreed plan stands. */
export function lineState(
  { dueMonth, share }: { dueMonth: string; share: number },
  today: CalendarDay,
): PlanLineState {
  if (share >= FULL_SHARE) return 'DONE'
  const days = daysBetween(today, dueDay(dueMonth))
  if (days < 0) return 'OVERDUE'
  return days <= REMINDED_WITHIN_DAYS ? 'DUE_SOON' : 'LATER'
}

/** Of what the responsible side is reminded today; null: of nothing. What is overdue for long is told by the list alone. */
export function planReminder(
  line: { dueMonth: string; share: number },
  today: CalendarDay,
): 'PLAN_LINE_DUE' | 'PLAN_LINE_OVERDUE' | null {
  const state = lineState(line, today)
  if (state === 'DUE_SOON') return 'PLAN_LINE_DUE'
  const days = daysBetween(dueDay(line.dueMonth), today)
  return state === 'OVERDUE' && days <= REMINDED_WITHIN_DAYS ? 'PLAN_LINE_OVERDUE' : null
}

/** What a pairing did last year of one kind of thing, for a line of this year's plan. */
export type LastYear = {
  indicatorCode: string | null
  kind: ActivityKind
  area: HelpArea | null
  side: PairingSide
  quantity: string
  records: number
  /** The month of the last of it, 'YYYY-MM'. */
  month: string
}

/** How many lines are proposed from last year's records. */
export const PROPOSED_LINES = 8

/**
 * Lines for the new year from what was done in the last: what stood on most records first, the same quantity, due in
 * the same month of the year (or in its last, where that month lies outside).
 */
export function linesFromLastYear(
  done: readonly LastYear[],
  year: Year,
): Omit<PlanLine, 'responsible' | 'words'>[] {
  const months = monthsBetween(year.startsOn, year.endsOn)
  const last = months.at(-1) ?? ''
  return done
    .filter(({ quantity }) => quantity !== '0')
    .toSorted((a, b) => b.records - a.records || (planKey(a) < planKey(b) ? -1 : 1))
    .slice(0, PROPOSED_LINES)
    .map(({ indicatorCode, kind, area, side, quantity, month }) => ({
      indicatorCode,
      kind,
      area,
      side,
      quantity,
      dueMonth: months.find((one) => one.slice(5) === month.slice(5)) ?? last,
    }))
    .toSorted((a, b) => (a.dueMonth < b.dueMonth ? -1 : a.dueMonth > b.dueMonth ? 1 : 0))
}
