import { cleanLine, cleanWords } from './clean-text.ts'
import { parseDay } from './calendar-day.ts'
import type { CalendarDay } from './calendar-day.ts'
import {
  addDecimals,
  compareDecimals,
  multiplyDecimals,
  parseQuantity,
  sumDecimals,
} from './decimal-text.ts'
import type { ActivityKind, Direction, DonationKind, HelpArea, PeriodStatus } from './vocabulary.ts'

export const LIMITS = {
  titleLength: 60,
  wordsLength: 2000,
  labelLength: 40,
  donationDescriptionLength: 100,
  outputs: 30,
  participations: 50,
  donations: 50,
  headCount: '100000',
  hoursEach: '24',
  donationValue: '999999999',
} as const

/** The indicator whose quantity is the sum of the donation lines. */
export const DONATED_VALUE = 'relief.donatedValue'

/** A record as it was typed: numbers and days are text. */
export type ActivityContentInput = {
  pairingId: string
  day: string
  kind: ActivityKind
  area: HelpArea | null
  direction: Direction
  campaignId: string | null
  title: string
  words: string
  outputs: readonly { indicatorCode: string; quantity: string }[]
  participations: readonly { label: string | null; headCount: string; hoursEach: string }[]
  donations: readonly { kind: DonationKind; description: string; valueYuan: string }[]
}

/** A record whose every part has been checked and brought to its canonical form. */
export type ActivityContent = {
  pairingId: string
  day: CalendarDay
  programmeYear: number
  kind: ActivityKind
  area: HelpArea | null
  direction: Direction
  campaignId: string | null
  title: string
  words: string
  outputs: { indicatorCode: string; quantity: string }[]
  participations: { label: string | null; headCount: number; hoursEach: string }[]
  donations: { kind: DonationKind; description: string; valueYuan: string }[]
  /** Sums of the participation lines. */
  personTimes: number
  hours: string
}

export const FIELD_ERROR_CODES = [
  'REQUIRED',
  'TOO_LONG',
  'NOT_A_NUMBER',
  'NEGATIVE',
  'TOO_MANY_DECIMALS',
  'TOO_LARGE',
  'NOT_A_DAY',
  'DAY_IN_THE_FUTURE',
  'OUTSIDE_ANY_PERIOD',
  'PERIOD_LOCKED',
  'OUTSIDE_THE_PAIRING',
  'AREA_REQUIRED',
  'AREA_NOT_FOR_THIS_KIND',
  'NOTHING_RECORDED',
  'UNKNOWN_INDICATOR',
  'INDICATOR_NOT_FOR_THIS_KIND',
  'INDICATOR_NOT_IN_FORCE',
  'INDICATOR_TWICE',
  'TOO_MANY_LINES',
  'NOT_A_WHOLE_NUMBER',
  'MUST_BE_POSITIVE',
  'DONATIONS_DO_NOT_SUM',
  'CAMPAIGN_NOT_FOR_THIS_KIND',
  'UNKNOWN_CAMPAIGN',
  'DIRECTION_NOT_RECORDED_HERE',
  'ABOVE_CLAIM',
] as const
export type FieldErrorCode = (typeof FIELD_ERROR_CODES)[number]

export type FieldProblem = {
  /** Where, as 'outputs.0.quantity'. */
  path: string
  code: FieldErrorCode
  /** What the message may name: a maximum, a number of decimals, a unit. */
  values?: Record<string, string | number>
}

export type KnownIndicator = {
  code: string
  kind: ActivityKind
  decimals: number
  usualMaximum: string
  validFrom: CalendarDay
  validTo: CalendarDay | null
}

export type ContentCircumstances = {
  /** A draft may still lack things; what is there must be right even so. */
  purpose: 'draft' | 'submit'
  indicators: readonly KnownIndicator[]
  periods: readonly {
    year: number
    startsOn: CalendarDay
    endsOn: CalendarDay
    status: PeriodStatus
  }[]
  pairing: { validFrom: CalendarDay; validTo: CalendarDay | null }
  campaigns: readonly { id: string }[]
  today: CalendarDay
}

export type CheckedContent =
  | { ok: true; content: ActivityContent }
  | { ok: false; problems: FieldProblem[] }

/** Checks a record as typed and gives it in canonical form, or everything that is wrong with it at once. */
export function checkContent(
  input: ActivityContentInput,
  circumstances: ContentCircumstances,
): CheckedContent {
  const problems: FieldProblem[] = []
  const submit = circumstances.purpose === 'submit'

  const { day, programmeYear } = checkDay(input.day, circumstances, problems)
  checkKind(input, circumstances, problems)

  const title = cleanLine(input.title, { maximum: LIMITS.titleLength, required: submit })
  if (!title.ok)
    problems.push({ path: 'title', code: title.code, values: { maximum: LIMITS.titleLength } })
  const words = cleanWords(input.words, { maximum: LIMITS.wordsLength })
  if (!words.ok)
    problems.push({ path: 'words', code: words.code, values: { maximum: LIMITS.wordsLength } })

  const donations = checkDonations(input.donations, problems)
  const typedOutputs = checkOutputs(input, day, circumstances.indicators, problems)
  const outputs = withDonatedValue(typedOutputs, donations, problems)
  const participations = checkParticipations(input.participations, problems)

  if (
    submit &&
    input.outputs.length === 0 &&
    donations.length === 0 &&
    input.participations.length === 0
  ) {
    problems.push({ path: 'outputs', code: 'NOTHING_RECORDED' })
  }

  if (problems.length > 0 || day === null || programmeYear === null || !title.ok || !words.ok) {
    return { ok: false, problems }
  }
  return {
    ok: true,
    content: {
      pairingId: input.pairingId,
      day,
      programmeYear,
      kind: input.kind,
      area: input.area,
      direction: input.direction,
      campaignId: input.campaignId,
      title: title.value,
      words: words.value,
      outputs,
      participations,
      donations,
      personTimes: participations.reduce((sum, line) => sum + line.headCount, 0),
      hours: sumDecimals(
        participations.map((line) => multiplyDecimals(line.hoursEach, String(line.headCount))),
      ),
    },
  }
}

function checkDay(
  typed: string,
  { periods, pairing, today }: ContentCircumstances,
  problems: FieldProblem[],
): { day: CalendarDay | null; programmeYear: number | null } {
  const refuse = (code: FieldErrorCode, values?: Record<string, string>) => {
    problems.push({ path: 'day', code, ...(values ? { values } : {}) })
    return { day: null, programmeYear: null }
  }
  if (typed.trim() === '') return refuse('REQUIRED')
  const day = parseDay(typed)
  if (day === null) return refuse('NOT_A_DAY')
  if (day > today) return refuse('DAY_IN_THE_FUTURE', { today })
  const period = periods.find(({ startsOn, endsOn }) => startsOn <= day && day <= endsOn)
  if (period === undefined) return refuse('OUTSIDE_ANY_PERIOD')
  if (period.status === 'LOCKED') return refuse('PERIOD_LOCKED')
  if (day < pairing.validFrom || (pairing.validTo !== null && day > pairing.validTo)) {
    return refuse('OUTSIDE_THE_PAIRING', { from: pairing.validFrom, to: pairing.validTo ?? '' })
  }
  return { day, programmeYear: period.year }
}

function checkKind(
  { kind, area, campaignId, direction }: ActivityContentInput,
  { campaigns }: ContentCircumstances,
  problems: FieldProblem[],
): void {
  if (kind === 'SIX_HELPS' && area === null) problems.push({ path: 'area', code: 'AREA_REQUIRED' })
  if (kind !== 'SIX_HELPS' && area !== null) {
    problems.push({ path: 'area', code: 'AREA_NOT_FOR_THIS_KIND' })
  }
  // What the community does for the agency is recorded by the community side, in a form of its own.
  if (direction === 'COMMUNITY_TO_AGENCY') {
    problems.push({ path: 'direction', code: 'DIRECTION_NOT_RECORDED_HERE' })
  }
  if (campaignId === null) return
  if (kind !== 'LABOUR') problems.push({ path: 'campaignId', code: 'CAMPAIGN_NOT_FOR_THIS_KIND' })
  else if (!campaigns.some(({ id }) => id === campaignId)) {
    problems.push({ path: 'campaignId', code: 'UNKNOWN_CAMPAIGN' })
  }
}

function checkOutputs(
  { outputs, kind }: ActivityContentInput,
  day: CalendarDay | null,
  indicators: readonly KnownIndicator[],
  problems: FieldProblem[],
): { indicatorCode: string; quantity: string }[] {
  if (outputs.length > LIMITS.outputs) {
    problems.push({ path: 'outputs', code: 'TOO_MANY_LINES', values: { maximum: LIMITS.outputs } })
    return []
  }
  const seen = new Set<string>()
  return outputs.flatMap(({ indicatorCode, quantity }, index) => {
    const path = `outputs.${index}.indicatorCode`
    const indicator = indicators.find(({ code }) => code === indicatorCode)
    if (indicator === undefined) {
      problems.push({ path, code: 'UNKNOWN_INDICATOR' })
      return []
    }
    if (indicator.kind !== kind) problems.push({ path, code: 'INDICATOR_NOT_FOR_THIS_KIND' })
    if (seen.has(indicatorCode)) problems.push({ path, code: 'INDICATOR_TWICE' })
    seen.add(indicatorCode)
    const { validFrom, validTo, decimals } = indicator
    if (day !== null && (day < validFrom || (validTo !== null && day > validTo))) {
      problems.push({ path, code: 'INDICATOR_NOT_IN_FORCE' })
    }
    const value = checkNumber(`outputs.${index}.quantity`, quantity, { decimals }, problems)
    return value === null ? [] : [{ indicatorCode, quantity: value }]
  })
}

function checkNumber(
  path: string,
  typed: string,
  limits: { decimals: number; maximum?: string; mayBeZero?: boolean },
  problems: FieldProblem[],
): string | null {
  const parsed = parseQuantity(typed, limits)
  if (!parsed.ok) {
    const code =
      parsed.code === 'TOO_MANY_DECIMALS' && limits.decimals === 0
        ? 'NOT_A_WHOLE_NUMBER'
        : parsed.code
    problems.push({
      path,
      code,
      values: { decimals: limits.decimals, maximum: limits.maximum ?? '' },
    })
    return null
  }
  if (parsed.value === '0' && limits.mayBeZero !== true) {
    problems.push({ path, code: 'MUST_BE_POSITIVE' })
    return null
  }
  return parsed.value
}

function checkParticipations(
  lines: ActivityContentInput['participations'],
  problems: FieldProblem[],
): ActivityContent['participations'] {
  if (lines.length > LIMITS.participations) {
    problems.push({
      path: 'participations',
      code: 'TOO_MANY_LINES',
      values: { maximum: LIMITS.participations },
    })
    return []
  }
  return lines.flatMap(({ label, headCount, hoursEach }, index) => {
    const at = `participations.${index}`
    const name = cleanLine(label ?? '', { maximum: LIMITS.labelLength })
    if (!name.ok)
      problems.push({
        path: `${at}.label`,
        code: name.code,
        values: { maximum: LIMITS.labelLength },
      })
    const heads = checkNumber(
      `${at}.headCount`,
      headCount,
      { decimals: 0, maximum: LIMITS.headCount },
      problems,
    )
    const hours =
      hoursEach.trim() === ''
        ? '0'
        : checkNumber(
            `${at}.hoursEach`,
            hoursEach,
            { decimals: 2, maximum: LIMITS.hoursEach, mayBeZero: true },
            problems,
          )
    if (heads === null || hours === null || !name.ok) return []
    return [
      { label: name.value === '' ? null : name.value, headCount: Number(heads), hoursEach: hours },
    ]
  })
}

function checkDonations(
  lines: ActivityContentInput['donations'],
  problems: FieldProblem[],
): ActivityContent['donations'] {
  if (lines.length > LIMITS.donations) {
    problems.push({
      path: 'donations',
      code: 'TOO_MANY_LINES',
      values: { maximum: LIMITS.donations },
    })
    return []
  }
  return lines.flatMap(({ kind, description, valueYuan }, index) => {
    const at = `donations.${index}`
    const maximum = LIMITS.donationDescriptionLength
    const what = cleanLine(description, { maximum, required: kind === 'GOODS' })
    if (!what.ok) problems.push({ path: `${at}.description`, code: what.code, values: { maximum } })
    const value = checkNumber(
      `${at}.valueYuan`,
      valueYuan,
      { decimals: 2, maximum: LIMITS.donationValue },
      problems,
    )
    return value === null || !what.ok ? [] : [{ kind, description: what.value, valueYuan: value }]
  })
}

/** The donation lines, where there are any, say the donated value; a quantity typed beside them must agree. */
function withDonatedValue(
  outputs: ActivityContent['outputs'],
  donations: ActivityContent['donations'],
  problems: FieldProblem[],
): ActivityContent['outputs'] {
  if (donations.length === 0) return outputs
  const sum = donations.reduce((total, { valueYuan }) => addDecimals(total, valueYuan), '0')
  const index = outputs.findIndex(({ indicatorCode }) => indicatorCode === DONATED_VALUE)
  const typed = outputs[index]
  if (typed === undefined) return [...outputs, { indicatorCode: DONATED_VALUE, quantity: sum }]
  if (compareDecimals(typed.quantity, sum) !== 0) {
    problems.push({
      path: `outputs.${index}.quantity`,
      code: 'DONATIONS_DO_NOT_SUM',
      values: { sum },
    })
  }
  return outputs
}
