import { directionsRecordedBy } from './activity-actions.ts'
import { cleanLine, cleanWords } from './clean-text.ts'
import { parseDay } from './calendar-day.ts'
import type { CalendarDay } from './calendar-day.ts'
import { checkOutputs, checkParticipations, LIMITS } from './content-lines.ts'
import type {
  KnownIndicator,
  OutputLine,
  ParticipationLine,
  TypedParticipation,
} from './content-lines.ts'
import { multiplyDecimals, sumDecimals } from './decimal-text.ts'
import type { KnownDrive } from './donation-drive.ts'
import { checkDonations, withDonatedValue } from './donation-lines.ts'
import type { DonationLine, TypedDonation } from './donation-lines.ts'
import type { FieldErrorCode, FieldProblem } from './field-problem.ts'
import { periodRefusal } from './period-rules.ts'
import type { ActivityKind, Direction, HelpArea, PairingSide, PeriodStatus } from './vocabulary.ts'

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
  outputs: readonly OutputLine[]
  participations: readonly TypedParticipation[]
  donations: readonly TypedDonation[]
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
  outputs: OutputLine[]
  participations: ParticipationLine[]
  donations: DonationLine[]
  /** Sums of the participation lines. */
  personTimes: number
  hours: string
}

export type ContentCircumstances = {
  /** A draft may still lack things; what is there must be right even so. */
  purpose: 'draft' | 'submit'
  indicators: readonly KnownIndicator[]
  periods: readonly {
    year: number
    startsOn: CalendarDay
    endsOn: CalendarDay
  }[]
  /** The state of a day's period for this record, by the exceptions in force; null where it lies in no year. */
  statusOn: (day: CalendarDay) => PeriodStatus | null
  /** That of the day on which the record is stored; null for one that is new. */
  storedDayStatus: PeriodStatus | null
  pairing: { validFrom: CalendarDay; validTo: CalendarDay | null }
  recordingSide: PairingSide
  campaigns: readonly { id: string }[]
  /** Those that donations under the pairing may belong to (donation-drive.ts). */
  drives?: readonly KnownDrive[]
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

  const { kind, donations: typedDonations, outputs: typedOutputs } = input
  const lines = { kind, day, indicators: circumstances.indicators }
  const donations = checkDonations(
    typedDonations,
    { day, drives: circumstances.drives ?? [] },
    problems,
  )
  const ownOutputs = checkOutputs(typedOutputs, lines, problems)
  // A sum over lines of which some are wrong says nothing.
  const isSummable = donations.length > 0 && donations.length === typedDonations.length
  const outputs = isSummable
    ? withDonatedValue(ownOutputs, donations, typedOutputs, lines, problems)
    : ownOutputs
  const participations = checkParticipations(input.participations, problems)

  if (
    submit &&
    typedOutputs.length === 0 &&
    typedDonations.length === 0 &&
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
  { periods, statusOn, storedDayStatus, pairing, today }: ContentCircumstances,
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
  // What was begun in a period that closes is finished there; nothing comes in from outside.
  const dayStatus = statusOn(day)
  const step = dayStatus === 'CLOSING' && storedDayStatus === 'CLOSING' ? 'SAVE' : 'BEGIN'
  const forbidden = dayStatus === null ? null : periodRefusal(step, dayStatus)
  if (forbidden !== null) return refuse(forbidden)
  if (day < pairing.validFrom || (pairing.validTo !== null && day > pairing.validTo)) {
    return refuse('OUTSIDE_THE_PAIRING', { from: pairing.validFrom, to: pairing.validTo ?? '' })
  }
  return { day, programmeYear: period.year }
}

function checkKind(
  { kind, area, campaignId, direction }: ActivityContentInput,
  { campaigns, recordingSide }: ContentCircumstances,
  problems: FieldProblem[],
): void {
  if (kind === 'SIX_HELPS' && area === null) problems.push({ path: 'area', code: 'AREA_REQUIRED' })
  if (kind !== 'SIX_HELPS' && area !== null) {
    problems.push({ path: 'area', code: 'AREA_NOT_FOR_THIS_KIND' })
  }
  if (!directionsRecordedBy(recordingSide).includes(direction)) {
    problems.push({ path: 'direction', code: 'DIRECTION_NOT_RECORDED_HERE' })
  }
  if (campaignId === null) return
  if (kind !== 'LABOUR') problems.push({ path: 'campaignId', code: 'CAMPAIGN_NOT_FOR_THIS_KIND' })
  else if (!campaigns.some(({ id }) => id === campaignId)) {
    problems.push({ path: 'campaignId', code: 'UNKNOWN_CAMPAIGN' })
  }
}
