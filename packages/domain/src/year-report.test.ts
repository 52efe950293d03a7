import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HELP_AREAS } from './vocabulary.ts'
import { writeYearReport } from './year-report.ts'
import type { ReportSentence, YearFigures } from './year-report.ts'

const nothing: YearFigures = {
  year: 2008,
  until: '2008-09-26',
  startsOn: '2007-10-01',
  today: '2008-09-26',
  structure: {
    agencies: 0,
    streets: 0,
    communities: 0,
    zones: 0,
    pairings: 0,
    branchPairings: 0,
  },
  sixHelps: { countersigned: 0, personTimes: 0 },
  total: { submitted: 0, averageUsefulness: null },
  areas: HELP_AREAS.map((area) => ({ area, name: area, countersigned: 0 })),
  indicators: [],
  labour: { campaigns: 0, agencies: 0, personTimes: 0, hours: '0' },
  visits: { countersigned: 0, personTimes: 0 },
  signing: { countersigned: 0, averageDays: null, withinSevenDays: 0 },
  coverage: {
    pairings: 0,
    nothingForDays: 60,
    withNothing: 0,
    silentAgencies: 0,
    silentCommunities: 0,
  },
  before: null,
}
const sentences = (figures: YearFigures): ReportSentence[] =>
  writeYearReport(figures).flatMap(({ paragraphs }) => paragraphs.flat())
const keys = (figures: YearFigures) => sentences(figures).map(({ key }) => key)

describe('the report of a year', () => {
  test('says of an empty year that there was nothing, and divides by nothing', () => {
    expect(keys(nothing)).toEqual(['structure', 'noSixHelps', 'noLabour', 'noVisits', 'source'])
    expect(JSON.stringify(sentences(nothing))).not.toMatch(/NaN|Infinity|null/)
  })

  test('says of one area that it has nothing where others have something', () => {
    const [first] = nothing.areas
    const some = {
      ...nothing,
      sixHelps: { countersigned: 1, personTimes: 0 },
      areas: nothing.areas.map((area) => ({ ...area, countersigned: area === first ? 1 : 0 })),
    }
    expect(keys(some).filter((key) => key === 'noArea')).toHaveLength(HELP_AREAS.length - 1)
  })

  test('says of a year that has not begun only when it does, and what the last one was', () => {
    const next = {
      ...nothing,
      year: 2009,
      startsOn: '2008-10-01',
      coverage: { ...nothing.coverage, pairings: 3, withNothing: 2, silentAgencies: 2 },
      before: { sixHelps: 1721, labourPersonTimes: 13_995, visits: 579 },
    }
    expect(keys(next)).toEqual(['structure', 'notBegun', 'before'])
  })

  test('says that nobody was silent only where somebody is paired', () => {
    const paired = { ...nothing, coverage: { ...nothing.coverage, pairings: 1 } }
    expect(keys(paired)).toContain('noneSilent')
    expect(keys(nothing)).not.toContain('noneSilent')
  })

  test('names every indicator that has something under its area, and links it to its records', () => {
    const [first] = sentences({
      ...nothing,
      indicators: [
        {
          code: 'culture.libraries',
          kind: 'SIX_HELPS',
          area: 'CULTURE',
          name: '建立社区图书室',
          unit: '个',
          accepted: '151',
        },
      ],
    }).filter(({ key }) => key === 'indicator')
    expect(first?.values).toEqual({
      name: { text: '建立社区图书室' },
      unit: { text: '个' },
      value: {
        number: '151',
        path: '/records?year=2008&indicatorCode=culture.libraries&statuses=COUNTERSIGNED',
      },
    })
  })

  test('rounds averages and shares, and nothing else', () => {
    const all = sentences({
      ...nothing,
      total: { submitted: 1, averageUsefulness: 4.0351 },
      signing: { countersigned: 3, averageDays: 4.449, withinSevenDays: 2 },
    })
    const numbers = all.flatMap(({ key, values }) =>
      ['signing', 'usefulness', 'waiting'].includes(key)
        ? Object.values(values).flatMap((value) => ('number' in value ? [value.number] : []))
        : [],
    )
    expect(numbers).toEqual(['1', '3', '4.4', '66.7', '4.04'])
  })

  test('every count that is given stands in it as it is', () => {
    const count = fc.integer({ min: 1, max: 10 ** 9 })
    fc.assert(
      fc.property(count, count, count, count, (activities, people, visits, silent) => {
        const said = sentences({
          ...nothing,
          sixHelps: { countersigned: activities, personTimes: people },
          visits: { countersigned: visits, personTimes: people },
          coverage: { ...nothing.coverage, silentAgencies: silent },
        })
        const numbers = said.flatMap(({ values }) =>
          Object.values(values).flatMap((value) => ('number' in value ? [value.number] : [])),
        )
        for (const given of [activities, people, visits, silent])
          expect(numbers).toContain(String(given))
      }),
    )
  })
})
