import { HELP_AREAS } from './vocabulary.ts'
import type { ActivityKind, HelpArea } from './vocabulary.ts'

/** What the report of a year is written from: countersigned records, as the city's first page shows them. */
export type YearFigures = {
  year: number
  startsOn: string
  /** The last day of the year, or today where it is not over. */
  until: string
  /** Organisations and pairings are as they are today. */
  today: string
  structure: {
    agencies: number
    streets: number
    communities: number
    zones: number
    pairings: number
    branchPairings: number
  }
  sixHelps: { countersigned: number; personTimes: number }
  /** All kinds together. */
  total: { submitted: number; averageUsefulness: number | null }
  areas: readonly { area: HelpArea; name: string; countersigned: number }[]
  indicators: readonly {
    code: string
    kind: ActivityKind
    area: HelpArea | null
    name: string
    unit: string
    accepted: string
  }[]
  labour: { campaigns: number; agencies: number; personTimes: number; hours: string }
  visits: { countersigned: number; personTimes: number }
  signing: { countersigned: number; averageDays: number | null; withinSevenDays: number }
  coverage: {
    pairings: number
    nothingForDays: number
    withNothing: number
    silentAgencies: number
    silentCommunities: number
  }
  /** The year before, where the city has one. */
  before: { sixHelps: number; labourPersonTimes: number; visits: number } | null
}

/** A number in a sentence, with the page that lists what it counts: a path of the client with its filter. */
export type ReportFigure = { number: string; path: string }
export type ReportValue = ReportFigure | { text: string } | { day: string }
/** Which sentence, and what stands in it. */
export type ReportSentence = { key: ReportSentenceKey; values: Record<string, ReportValue> }
/** A heading, and what is said under it, sentence after sentence. */
export type ReportSection = {
  heading: ReportHeading
  paragraphs: readonly (readonly ReportSentence[])[]
}
export const REPORT_HEADINGS = ['structure', 'sixHelps', 'labour', 'visits', 'signing'] as const
export type ReportHeading = (typeof REPORT_HEADINGS)[number]
export type ReportSentenceKey =
  | 'structure'
  | 'notBegun'
  | 'sixHelps'
  | 'noSixHelps'
  | 'waiting'
  | 'area'
  | 'noArea'
  | 'indicator'
  | 'labour'
  | 'noLabour'
  | 'visits'
  | 'noVisits'
  | 'before'
  | 'signing'
  | 'usefulness'
  | 'coverage'
  | 'silent'
  | 'noneSilent'
  | 'source'

const places = (value: number, digits: number) => String(Number(value.toFixed(digits)))
const figure = (number: number | string, path: string): ReportFigure => ({
  number: String(number),
  path,
})
const say = (key: ReportSentenceKey, values: Record<string, ReportValue> = {}): ReportSentence => ({
  key,
  values,
})

/** The page of the records that count: of a year, and what else narrows them. */
function recordsOf(year: number, more: Record<string, string> = {}, status = 'COUNTERSIGNED') {
  return `/records?${new URLSearchParams({ year: String(year), ...more, statuses: status })}`
}

function indicators(
  { year, indicators: all }: YearFigures,
  kind: ActivityKind,
  area: HelpArea | null,
): ReportSentence[] {
  return all
    .filter((one) => one.kind === kind && one.area === area && Number(one.accepted) !== 0)
    .map(({ code, name, unit, accepted }) =>
      say('indicator', {
        name: { text: name },
        value: figure(accepted, recordsOf(year, { indicatorCode: code })),
        unit: { text: unit },
      }),
    )
}

function sixHelpsOf(figures: YearFigures): ReportSentence[][] {
  const { year, sixHelps, total, areas } = figures
  const kinds = { kinds: 'SIX_HELPS' }
  const all =
    sixHelps.countersigned === 0
      ? say('noSixHelps')
      : say('sixHelps', {
          from: { day: figures.startsOn },
          to: { day: figures.until },
          activities: figure(sixHelps.countersigned, recordsOf(year, kinds)),
          personTimes: figure(sixHelps.personTimes, recordsOf(year, kinds)),
        })
  const waiting = say('waiting', {
    waiting: figure(total.submitted, recordsOf(year, {}, 'SUBMITTED')),
  })
  const lead = total.submitted === 0 ? [all] : [all, waiting]
  // Of a year without any it is said once, not once more of each area.
  const isEmpty = HELP_AREAS.every((area) => indicators(figures, 'SIX_HELPS', area).length === 0)
  if (sixHelps.countersigned === 0 && isEmpty) return [lead]
  return [
    lead,
    ...areas.map(({ area, name, countersigned }) => {
      const found = indicators(figures, 'SIX_HELPS', area)
      const head = { area: { text: name } }
      if (countersigned === 0 && found.length === 0) return [say('noArea', head)]
      const count = figure(countersigned, recordsOf(year, { areas: area }))
      return [say('area', { ...head, count }), ...found]
    }),
  ]
}

function labourOf(figures: YearFigures): ReportSentence[] {
  const { year, labour } = figures
  if (labour.personTimes === 0) return [say('noLabour')]
  const records = recordsOf(year, { kinds: 'LABOUR' })
  return [
    say('labour', {
      campaigns: figure(labour.campaigns, '/labour/campaigns'),
      agencies: figure(labour.agencies, records),
      personTimes: figure(labour.personTimes, records),
      hours: figure(labour.hours, records),
    }),
    ...indicators(figures, 'LABOUR', null),
  ]
}

function visitsOf(figures: YearFigures): ReportSentence[] {
  const { year, visits } = figures
  if (visits.countersigned === 0) return [say('noVisits')]
  const records = recordsOf(year, { kinds: 'VISIT' })
  return [
    say('visits', {
      batches: figure(visits.countersigned, records),
      personTimes: figure(visits.personTimes, records),
    }),
    ...indicators(figures, 'VISIT', null),
  ]
}

function signingOf({ year, signing, total }: YearFigures): ReportSentence[] {
  const records = recordsOf(year)
  const speed =
    signing.averageDays === null
      ? []
      : [
          say('signing', {
            countersigned: figure(signing.countersigned, records),
            days: figure(places(signing.averageDays, 1), records),
            share: figure(
              places((signing.withinSevenDays / signing.countersigned) * 100, 1),
              records,
            ),
          }),
        ]
  return total.averageUsefulness === null
    ? speed
    : [
        ...speed,
        say('usefulness', { usefulness: figure(places(total.averageUsefulness, 2), records) }),
      ]
}

/** Who recorded nothing; where nobody is paired nothing can be said of it. */
function silenceOf(year: number, coverage: YearFigures['coverage']): ReportSentence[] {
  const { pairings, silentAgencies, silentCommunities } = coverage
  if (silentAgencies + silentCommunities === 0) return pairings === 0 ? [] : [say('noneSilent')]
  const silentBy = (by: string) => `/overview?year=${year}&by=${by}&order=VALUE`
  return [
    say('silent', {
      agencies: figure(silentAgencies, silentBy('AGENCY')),
      communities: figure(silentCommunities, silentBy('COMMUNITY')),
    }),
  ]
}

function coverageOf({ year, today, coverage }: YearFigures): ReportSentence[] {
  const pairings = '/pairings?level=BRANCH_COMMUNITY'
  if (coverage.pairings === 0) return silenceOf(year, coverage)
  return [
    say('coverage', {
      today: { day: today },
      pairings: figure(coverage.pairings, pairings),
      withNothing: figure(
        coverage.withNothing,
        `${pairings}&nothingForDays=${coverage.nothingForDays}`,
      ),
      days: { text: String(coverage.nothingForDays) },
    }),
    ...silenceOf(year, coverage),
  ]
}

function beforeOf({ year, before }: YearFigures): ReportSentence[] {
  if (before === null) return []
  const of = (kinds: string) => recordsOf(year - 1, { kinds })
  return [
    say('before', {
      sixHelps: figure(before.sixHelps, of('SIX_HELPS')),
      labour: figure(before.labourPersonTimes, of('LABOUR')),
      visits: figure(before.visits, of('VISIT')),
    }),
  ]
}

/**
 * The figures section of a year's report: which sentences it has and what stands in them. Nothing is rounded but averages
 * and shares (one and two decimals); what was never recorded is not said; what is claimed but not signed is told apart.
 */
export function writeYearReport(figures: YearFigures): ReportSection[] {
  const { structure } = figures
  const hasBegun = figures.startsOn <= figures.today
  const parts: Record<ReportHeading, ReportSentence[][]> = {
    structure: [
      [
        say('structure', {
          today: { day: figures.today },
          agencies: figure(structure.agencies, '/organisations?kind=AGENCY'),
          streets: figure(structure.streets, '/organisations?kind=STREET'),
          communities: figure(structure.communities, '/organisations?kind=COMMUNITY'),
          zones: figure(structure.zones, '/zones'),
          pairings: figure(structure.pairings, '/pairings?level=AGENCY_STREET'),
          branchPairings: figure(structure.branchPairings, '/pairings?level=BRANCH_COMMUNITY'),
        }),
      ],
      ...(hasBegun
        ? []
        : [[say('notBegun', { from: { day: figures.startsOn } })], beforeOf(figures)]),
    ],
    sixHelps: sixHelpsOf(figures),
    labour: [labourOf(figures)],
    visits: [visitsOf(figures)],
    signing: [signingOf(figures), coverageOf(figures), beforeOf(figures), [say('source')]],
  }
  // Of a year that has not begun nothing can be said but when it does.
  return (hasBegun ? REPORT_HEADINGS : REPORT_HEADINGS.slice(0, 1)).map((heading) => ({
    heading,
    paragraphs: parts[heading].filter((sentences) => sentences.length > 0),
  }))
}
