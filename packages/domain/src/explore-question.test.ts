import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { monthsLater } from './calendar-day.ts'
import { exactOf, exactOfWhole, ZERO } from './exact-number.ts'
import { isMeasureKey, MEASURE_KEYS, MEASURES } from './assessment-measures.ts'
import {
  FIGURE_KEYS,
  FIGURES,
  figureOf,
  figureValue,
  MEASURES_BY_FILTER,
  MEASURES_OF_ONE,
} from './explore-measures.ts'
import {
  dimensionsOf,
  EXPLORE_COMPARISONS,
  EXPLORE_DIMENSIONS,
  EXPLORE_ORDERS,
  EXPLORE_SHOWN,
  EXPLORE_VIEWS,
  exploreAddress,
  exploreSpans,
  readExploreQuestion,
  sideOfDimension,
} from './explore-question.ts'
import type { ExploreQuestion } from './explore-question.ts'
import { ACTIVITY_KINDS, DIRECTIONS, HELP_AREAS } from './vocabulary.ts'

const indicators = new Set(['culture.performances'])
const month = fc
  .tuple(fc.integer({ min: 1990, max: 2100 }), fc.integer({ min: 1, max: 12 }))
  .map(([year, of]) => `${year}-${String(of).padStart(2, '0')}`)
const orNull = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: null })
const year = fc.integer({ min: 1990, max: 2100 })
/** Of a question about pairings only what they have. */
function partsThatFit({ measure, by, across }: ExploreQuestion): Partial<ExploreQuestion> {
  const figure = figureOf(measure)
  if (figure?.source !== 'PAIRINGS') return {}
  const fits = (one: ExploreQuestion['by']) => dimensionsOf(figure).includes(one)
  return {
    by: fits(by) ? by : 'ZONE',
    across: across !== null && fits(across) ? across : null,
    from: null,
    to: null,
    area: null,
    kind: null,
    direction: null,
  }
}
const questions: fc.Arbitrary<ExploreQuestion> = fc
  .record({
    measure: fc.constantFrom(...FIGURE_KEYS, 'outputs.culture.performances'),
    by: fc.constantFrom(...EXPLORE_DIMENSIONS),
    across: orNull(fc.constantFrom(...EXPLORE_DIMENSIONS)),
    year: orNull(year),
    toYear: orNull(year),
    from: orNull(month),
    to: orNull(month),
    zoneId: orNull(fc.uuid()),
    organisationId: orNull(fc.uuid()),
    area: orNull(fc.constantFrom(...HELP_AREAS)),
    kind: orNull(fc.constantFrom(...ACTIVITY_KINDS)),
    direction: orNull(fc.constantFrom(...DIRECTIONS)),
    compare: fc.constantFrom(...EXPLORE_COMPARISONS),
    order: fc.constantFrom(...EXPLORE_ORDERS),
    view: fc.constantFrom(...EXPLORE_VIEWS),
    show: fc.constantFrom(...EXPLORE_SHOWN),
  })
  .map((one) => ({ ...one, ...partsThatFit(one) }))
  .map((one) => ({
    ...one,
    across: one.across === one.by ? null : one.across,
    toYear: one.year !== null && one.toYear !== null && one.toYear > one.year ? one.toYear : null,
    ...(one.from !== null && one.to !== null && one.to < one.from
      ? { from: one.to, to: one.from }
      : {}),
  }))

describe('the address of a question', () => {
  test('read again it is the question', () => {
    fc.assert(
      fc.property(questions, (question) => {
        expect(readExploreQuestion(exploreAddress(question), indicators)).toEqual({
          question,
          problems: [],
        })
      }),
    )
  })

  test('what is unknown is named, and stands as by default', () => {
    const { question, problems } = readExploreQuestion(
      {
        measure: 'outputs.culture.unknown',
        by: 'PLANET',
        across: 'MOON',
        year: 12,
        from: '2008-13',
        zoneId: 'x',
        view: 'CAKE',
      },
      indicators,
    )
    expect(problems.map(({ field }) => field).toSorted()).toEqual([
      'across',
      'by',
      'from',
      'measure',
      'view',
      'year',
      'zoneId',
    ])
    expect(question).toEqual(readExploreQuestion({}, indicators).question)
  })

  test('whatever stands there, there is a question', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('measure', 'by', 'year', 'to'), fc.string()),
        (address) => {
          const { question } = readExploreQuestion(address, indicators)
          expect(figureOf(question.measure)).not.toBeNull()
        },
      ),
    )
  })
})

describe('the months of a question', () => {
  const years = [2006, 2007, 2008].map((one) => ({
    year: one,
    startsOn: `${one - 1}-10-01`,
    endsOn: `${one}-09-30`,
  }))
  const spansOf = (address: Record<string, string | number>, today = '2008-06-15') =>
    exploreSpans(readExploreQuestion(address, indicators).question, years, today)

  test.each([
    [{}, { from: '2007-10', to: '2008-09' }, null],
    [{ year: 2006, toYear: 2007 }, { from: '2005-10', to: '2007-09' }, null],
    [
      { year: 2008, compare: 'YEAR_BEFORE' },
      { from: '2007-10', to: '2008-09' },
      { from: '2006-10', to: '2007-09' },
    ],
    [
      { year: 2008, compare: 'SAME_MONTHS' },
      { from: '2007-10', to: '2008-09' },
      { from: '2006-10', to: '2007-06' },
    ],
    [{ year: 2006, compare: 'YEAR_BEFORE' }, { from: '2005-10', to: '2006-09' }, null],
    [
      { year: 2007, toYear: 2008, compare: 'YEAR_BEFORE' },
      { from: '2006-10', to: '2008-09' },
      null,
    ],
    [
      { from: '2008-01', to: '2008-03', compare: 'YEAR_BEFORE' },
      { from: '2008-01', to: '2008-03' },
      { from: '2007-01', to: '2007-03' },
    ],
    [{ from: '2008-01' }, { from: '2008-01', to: '2008-09' }, null],
  ])('%o', (address, now, before) => {
    expect(spansOf(address)).toMatchObject({ now, before })
  })

  test('there are none where there is no year', () => {
    expect(spansOf({ year: 1999 })).toBeNull()
    expect(spansOf({ from: '1999-01', to: '1999-12' })).toBeNull()
    expect(exploreSpans(readExploreQuestion({}, indicators).question, [], '2008-06-15')).toBeNull()
  })

  test('what is compared is as long, and ends before what it is compared with', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const spans = exploreSpans({ ...question, compare: 'YEAR_BEFORE' }, years, '2008-06-15')
        if (spans === null || spans.before === null) return
        expect(spans.before.to < spans.now.from).toBe(true)
        expect(monthsLater(spans.before.from, spans.yearsBack * 12)).toBe(spans.now.from)
        expect(monthsLater(spans.before.to, spans.yearsBack * 12)).toBe(spans.now.to)
      }),
    )
  })

  test('months go on and back over the turn of a year', () => {
    expect(monthsLater('2008-01', -1)).toBe('2007-12')
    expect(monthsLater('2007-12', 1)).toBe('2008-01')
    fc.assert(
      fc.property(month, fc.integer({ min: -300, max: 300 }), (one, months) => {
        expect(monthsLater(monthsLater(one, months), -months)).toBe(one)
      }),
    )
  })
})

describe('figures', () => {
  test('bear the names of the assessment, in the same unit', () => {
    for (const key of FIGURE_KEYS)
      expect([key, FIGURES[key].unit]).toEqual([key, MEASURES[key].unit])
  })

  test('every measure of the catalogue is a figure, a filter of one, or of an organisation by itself', () => {
    const places = [...FIGURE_KEYS, ...Object.keys(MEASURES_BY_FILTER), ...MEASURES_OF_ONE]
    expect(places.toSorted()).toEqual(MEASURE_KEYS.toSorted())
  })

  test('a filter in the place of a measure asks for the records that the catalogue names', () => {
    for (const [key, filter] of Object.entries(MEASURES_BY_FILTER)) {
      const { question } = readExploreQuestion(filter, indicators)
      const records = isMeasureKey(key) ? MEASURES[key].records : null
      if (records === null) throw new Error('records are counted')
      expect(records).toMatchObject({
        status: 'COUNTERSIGNED',
        ...(question.kind ? { kind: question.kind } : {}),
        ...(question.area ? { area: question.area } : {}),
      })
    }
  })

  test('a sum is itself, a quotient of nothing is nothing', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (above, below) => {
        for (const key of FIGURE_KEYS) {
          const figure = figureOf(key)
          if (figure === null) throw new Error('every key has a figure')
          const value = figureValue(figure, exactOfWhole(above), exactOfWhole(below))
          const isNothing =
            figure.below !== null && below === 0 && (!figure.isBalance || above === 0)
          expect(value === null).toBe(isNothing)
          expect(figure.below !== null || value === exactOfWhole(above)).toBe(true)
        }
      }),
    )
    expect(
      figureValue(FIGURES['signing.meanDays'], exactOfWhole(86_400 * 3), exactOfWhole(2)),
    ).toBe(exactOf('1.5'))
    expect(figureValue(FIGURES['usefulness.mean'], ZERO, ZERO)).toBeNull()
  })

  test('a balance is the same from both sides, from 0 to 1', () => {
    const balance = FIGURES['direction.balance']
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (one, other) => {
        const [a, b] = [exactOfWhole(one), exactOfWhole(other)]
        const value = figureValue(balance, a, b)
        expect(value).toBe(figureValue(balance, b, a))
        expect(value === null || (value >= ZERO && value <= exactOfWhole(1))).toBe(true)
        expect(value === exactOfWhole(1)).toBe(one === other && one > 0)
      }),
    )
  })

  test('of pairings nothing is asked that only records have', () => {
    const { question, problems } = readExploreQuestion(
      { measure: 'plans.agreed', by: 'MONTH', across: 'AREA', area: 'GREEN', from: '2008-01' },
      indicators,
    )
    expect(problems.map(({ field }) => field).toSorted()).toEqual(['across', 'area', 'by', 'from'])
    expect(question).toMatchObject({ by: 'ZONE', across: null, area: null, from: null })
  })

  test('every sum is additive and no quotient is', () => {
    for (const key of FIGURE_KEYS) expect(FIGURES[key].isAdditive).toBe(FIGURES[key].below === null)
    expect(figureOf('outputs.')).toBeNull()
    expect(figureOf('outputs.culture.performances')?.isAdditive).toBe(true)
  })
})

test('every dimension is of one side, or of none', () => {
  expect(Object.fromEntries(EXPLORE_DIMENSIONS.map((one) => [one, sideOfDimension(one)]))).toEqual({
    ZONE: 'AGENCY_SIDE',
    AGENCY: 'AGENCY_SIDE',
    BRANCH: 'AGENCY_SIDE',
    DISTRICT: 'COMMUNITY_SIDE',
    STREET: 'COMMUNITY_SIDE',
    COMMUNITY: 'COMMUNITY_SIDE',
    AREA: null,
    KIND: null,
    DIRECTION: null,
    MONTH: null,
    QUARTER: null,
    YEAR: null,
    CAMPAIGN: null,
  })
  expect(sideOfDimension(null)).toBeNull()
})
