import { parseMonth } from '@gongjian/domain/calendar-day'

export type Kind = 'text' | 'month' | 'flag' | 'number'

/** What may stand in the address of a page: anything else in it is left out, as is what is not of its kind. */
export function searchOf<Shape extends Record<string, Kind>>(shape: Shape) {
  return (search: Record<string, unknown>): Record<string, unknown> => {
    const found: Record<string, unknown> = {}
    for (const [name, kind] of Object.entries(shape)) {
      const value = search[name]
      if (
        kind === 'text' &&
        (typeof value === 'string' || typeof value === 'number') &&
        value !== ''
      )
        found[name] = String(value)
      if (kind === 'month' && typeof value === 'string' && parseMonth(value) !== null)
        found[name] = value
      if (kind === 'flag' && typeof value === 'boolean') found[name] = value
      if (kind === 'number' && typeof value === 'number' && Number.isInteger(value))
        found[name] = value
    }
    return found
  }
}

type Found<Shape extends Record<string, Kind>> = {
  [Name in keyof Shape]?:
    | (Shape[Name] extends 'flag' ? boolean : Shape[Name] extends 'number' ? number : string)
    | undefined
}

/** The filters of a list of records; the same names as in the API and the exports. */
export const recordSearch = {
  year: 'number',
  statuses: 'text',
  kinds: 'text',
  areas: 'text',
  directions: 'text',
  organisationId: 'text',
  zoneId: 'text',
  pairingId: 'text',
  campaignId: 'text',
  indicatorCode: 'text',
  month: 'month',
  dayFrom: 'text',
  dayTo: 'text',
  search: 'text',
  mine: 'flag',
  overdue: 'flag',
  partnerId: 'text',
  waitsWithId: 'text',
  waitedDaysFrom: 'number',
  waitedDaysTo: 'number',
  openQuestion: 'text',
  giftsOnly: 'flag',
  signedWithinSeconds: 'number',
  order: 'text',
} as const
export type RecordSearch = Found<typeof recordSearch>

export const overviewSearch = {
  year: 'number',
  organisationId: 'text',
  zoneId: 'text',
  month: 'month',
  area: 'text',
  kind: 'text',
  by: 'text',
  order: 'text',
  search: 'text',
  onlySilent: 'flag',
  nothingForDays: 'number',
} as const
export type OverviewSearch = Found<typeof overviewSearch>

export const exploreSearch = {
  measure: 'text',
  by: 'text',
  across: 'text',
  year: 'text',
  toYear: 'text',
  from: 'text',
  to: 'text',
  zoneId: 'text',
  organisationId: 'text',
  area: 'text',
  kind: 'text',
  direction: 'text',
  compare: 'text',
  order: 'text',
  view: 'text',
  show: 'text',
} as const

export const savedViewSearch = { search: 'text', mine: 'flag', order: 'text' } as const
export const organisationSearch = {
  search: 'text',
  kind: 'text',
  zoneId: 'text',
  underId: 'text',
} as const
export const pairingSearch = {
  search: 'text',
  level: 'text',
  zoneId: 'text',
  organisationId: 'text',
  nothingForDays: 'number',
  ended: 'flag',
} as const
export const planSearch = {
  year: 'number',
  state: 'text',
  level: 'text',
  zoneId: 'text',
  organisationId: 'text',
  search: 'text',
  behind: 'flag',
  mayAgree: 'flag',
  order: 'text',
} as const
export const planPageSearch = { year: 'number', write: 'flag' } as const
export const recordingSearch = { like: 'text', pairingId: 'text' } as const
export const inboxSearch = { id: 'text', search: 'text', withoutOpenQuestions: 'flag' } as const
export const accountSearch = { search: 'text', role: 'text', disabled: 'flag' } as const
export const positionsSearch = {
  search: 'text',
  role: 'text',
  vacant: 'flag',
  deputised: 'flag',
  order: 'text',
} as const
export const suggestionSearch = { search: 'text', kind: 'text', answered: 'flag' } as const
export const catalogueSearch = { search: 'text', group: 'text', state: 'text' } as const
export const correctionSearch = { status: 'text' } as const
export const periodSearch = {
  year: 'number',
  quarter: 'number',
  record: 'text',
  state: 'text',
} as const
export const auditSearch = {
  action: 'text',
  actor: 'text',
  subjectId: 'text',
  dayFrom: 'text',
  dayTo: 'text',
} as const
export const householdSearch = {
  status: 'text',
  kind: 'text',
  order: 'text',
  notVisitedForDays: 'number',
  openFollowUp: 'flag',
  unpaired: 'flag',
  possibleDuplicate: 'flag',
} as const
export const campaignSearch = { search: 'text', states: 'text', invited: 'flag' } as const
export const sessionSearch = {
  campaignId: 'text',
  dayFrom: 'text',
  dayTo: 'text',
  mine: 'flag',
  open: 'flag',
} as const
export const volunteerSearch = { search: 'text', teamId: 'text', left: 'flag' } as const
export const hoursSearch = {
  group: 'text',
  search: 'text',
  campaignId: 'text',
  dayFrom: 'text',
  dayTo: 'text',
} as const
export const yearSearch = { year: 'number' } as const
export const bulletinSearch = { year: 'number', state: 'text' } as const
export const assessmentRunSearch = { grade: 'text', order: 'text', search: 'text' } as const
export const gamingSearch = {
  year: 'number',
  sign: 'text',
  zoneId: 'text',
  search: 'text',
  order: 'text',
} as const
export const diagnosisSearch = {
  year: 'number',
  sign: 'text',
  zoneId: 'text',
  search: 'text',
  followUp: 'text',
  order: 'text',
  /** 'month': the trend by month instead of by quarter. */
  trend: 'text',
} as const
export type DiagnosisSearch = Found<typeof diagnosisSearch>
export const coverageSearch = {
  view: 'text',
  year: 'number',
  zoneId: 'text',
  monthFrom: 'month',
  monthTo: 'month',
  by: 'text',
  order: 'text',
  search: 'text',
  organisationId: 'text',
  state: 'text',
  planned: 'flag',
  gaps: 'flag',
  side: 'text',
  area: 'text',
  weight: 'text',
  at: 'text',
} as const
export type CoverageSearch = Found<typeof coverageSearch>
export const simulationSearch = { simulation: 'text', year: 'number', other: 'text' } as const
export const appealSearch = { joint: 'text', state: 'text', order: 'text', search: 'text' } as const
export const moveSearch = { moved: 'text', order: 'text', search: 'text' } as const
export const designationSearch = { state: 'text', search: 'text' } as const
const yearlySearch = { year: 'number', kind: 'text', search: 'text' } as const
export const assessmentSearch = {
  ...yearlySearch,
  runs: 'text',
  runOrder: 'text',
  status: 'text',
  order: 'text',
} as const
export const jointListSearch = { ...yearlySearch, state: 'text', order: 'text' } as const
export const lookSearch = { search: 'text', dayFrom: 'text', dayTo: 'text', order: 'text' } as const
export const jointSearch = { level: 'text', state: 'text' } as const
export const donationSearch = {
  view: 'text',
  search: 'text',
  driveId: 'text',
  withoutDrive: 'flag',
  pairingId: 'text',
  organisationId: 'text',
  zoneId: 'text',
  month: 'month',
  dayFrom: 'text',
  dayTo: 'text',
  kind: 'text',
  receipt: 'text',
  check: 'text',
  mine: 'flag',
  order: 'text',
} as const
export type DonationSearch = Found<typeof donationSearch>
export const archiveSearch = { year: 'number', organisationId: 'text' } as const
export const notificationSearch = { unread: 'flag', kind: 'text' } as const
export const robotSearch = { enabled: 'flag' } as const
export const stateSearch = { state: 'text' } as const
export const searchSearch = { q: 'text', kind: 'text' } as const
/** A page that keeps nothing in its address. */
export const none = {} as const
