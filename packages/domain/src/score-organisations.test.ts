import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countedNumbers } from './assessment-measures.ts'
import { checkScheme } from './check-scheme.ts'
import { compileScheme } from './compile-scheme.ts'
import { decimalOf, exactOf } from './exact-number.ts'
import { gradeBars } from './grade-shares.ts'
import { nextGrade } from './score-explanation.ts'
import { scoreOrganisations } from './score-organisations.ts'
import type { MeasuredOrganisation } from './score-organisations.ts'
import type { SchemeContent, SchemeIndicator, ScoringMethod } from './scheme-content.ts'

const names = { indicatorUnits: new Map<string, string>() }
const indicator = (changes: Partial<SchemeIndicator> = {}): SchemeIndicator => ({
  code: 'help',
  name: { zhCn: '帮建', zhTw: '幫建', en: 'Help' },
  role: 'SCORED',
  weight: '100',
  floor: '',
  formula: 'records.given',
  per: 'NOTHING',
  better: 'MORE',
  method: { kind: 'PROPORTIONAL' },
  basis: '工作要点',
  ...changes,
})
const content = (
  indicators: readonly SchemeIndicator[],
  changes: Partial<SchemeContent> = {},
): SchemeContent => ({
  title: '考评方案',
  kind: 'AGENCY',
  indicators,
  grades: [
    { grade: 'EXCELLENT', from: '90', share: '' },
    { grade: 'GOOD', from: '75', share: '' },
    { grade: 'PASS', from: '60', share: '' },
  ],
  ties: [],
  previews: false,
  plansWithinMonths: 3,
  ...changes,
})
const organisation = (
  id: string,
  counts: Record<string, string>,
  rest: Partial<MeasuredOrganisation> = {},
): MeasuredOrganisation => ({
  id,
  ranked: true,
  counts: countedNumbers(counts),
  marks: [],
  ...rest,
})
const given = (...numbers: number[]) =>
  numbers.map((number, index) => organisation(`o${index}`, { 'records.given': String(number) }))
const totals = (scheme: SchemeContent, organisations: readonly MeasuredOrganisation[]) =>
  scoreOrganisations(compileScheme(scheme, names), organisations).scores.map(({ total }) =>
    decimalOf(total),
  )
const by = (method: ScoringMethod, changes: Partial<SchemeIndicator> = {}) =>
  content([indicator({ method, ...changes })])

describe('a scheme is refused', () => {
  const codesOf = (scheme: SchemeContent) => {
    const checked = checkScheme(scheme, names)
    return checked.ok ? [] : checked.problems.map(({ path, code }) => `${path} ${code}`)
  }
  test.each<[string, SchemeContent]>([
    ['indicators WEIGHTS_DO_NOT_SUM', content([indicator({ weight: '99.9' })])],
    ['indicators.0.weight MUST_BE_POSITIVE', content([indicator({ weight: '0' })])],
    ['indicators REQUIRED', content([])],
    ['plansWithinMonths MONTHS_RANGE', content([indicator()], { plansWithinMonths: 0 })],
    ['plansWithinMonths MONTHS_RANGE', content([indicator()], { plansWithinMonths: 13 })],
    ['plansWithinMonths MONTHS_RANGE', content([indicator()], { plansWithinMonths: 1.5 })],
    [
      'indicators.0.method.levels LEVEL_DOES_NOT_MARK_THEM',
      {
        ...by({ kind: 'MARKS', levels: [{ level: 'ZONE', share: '100' }] }),
        kind: 'COMMUNITY',
      },
    ],
    [
      'indicators.1.code CODE_TAKEN',
      content([indicator({ weight: '50' }), indicator({ weight: '50' })]),
    ],
    ['indicators.0.formula FORMULA_UNKNOWN_NAME', content([indicator({ formula: 'nothing' })])],
    [
      'indicators.0.method.step MUST_BE_POSITIVE',
      by({ kind: 'STEPS', from: 'MEAN', number: '', step: '0', deduction: '1' }),
    ],
    ['indicators.0.method.target MUST_BE_POSITIVE', by({ kind: 'TARGET', target: '0' })],
    [
      'indicators.0.method.bands.1.through BANDS_DO_NOT_RISE',
      by({
        kind: 'RANK_BANDS',
        bands: [
          { through: 2, points: '9' },
          { through: 2, points: '8' },
        ],
        rest: '0',
      }),
    ],
    [
      'grades.1.from GRADES_DO_NOT_FALL',
      content([indicator()], {
        grades: [
          { grade: 'GOOD', from: '75', share: '' },
          { grade: 'PASS', from: '75', share: '' },
        ],
      }),
    ],
    [
      'grades.0.share TOO_LARGE',
      content([indicator()], { grades: [{ grade: 'GOOD', from: '75', share: '101' }] }),
    ],
    [
      'grades.0.from REQUIRED',
      content([indicator()], { grades: [{ grade: 'GOOD', from: '', share: '' }] }),
    ],
    ['ties.0 UNKNOWN_INDICATOR', content([indicator()], { ties: ['other'] })],
  ])('%s', (problem, scheme) => {
    expect(codesOf(scheme)).toContain(problem)
  })
  test('or has nothing wrong with it', () => {
    expect(codesOf(content([indicator()], { ties: ['help'] }))).toEqual([])
  })
})

describe('methods of real offices', () => {
  test('by rank: 60, 57, 54, 51, 48; equal values share the better rank; who has nothing is not first', () => {
    const bands = [60, 57, 54, 51, 48].map((points, index) => ({
      through: index + 1,
      points: String(points),
    }))
    const scheme = by({ kind: 'RANK_BANDS', bands, rest: '40' })
    expect(totals(scheme, given(9, 8, 7, 6, 5, 4))).toEqual(['60', '57', '54', '51', '48', '40'])
    expect(totals(scheme, given(9, 8, 8, 6))).toEqual(['60', '57', '57', '51'])
    expect(totals(scheme, given(0, 0))).toEqual(['40', '40'])
  })
  test('in proportion to the best', () => {
    expect(totals(by({ kind: 'PROPORTIONAL' }), given(10, 5, 3, 0))).toEqual([
      '100',
      '50',
      '30',
      '0',
    ])
    expect(totals(by({ kind: 'PROPORTIONAL' }), given(0, 0))).toEqual(['0', '0'])
    expect(totals(by({ kind: 'PROPORTIONAL' }, { better: 'LESS' }), given(10, 5, 0))).toEqual([
      '50',
      '100',
      '100',
    ])
  })
  test('less so much for each begun step over the mean', () => {
    const scheme = by(
      { kind: 'STEPS', from: 'MEAN', number: '', step: '1', deduction: '0.5' },
      { better: 'LESS' },
    )
    expect(totals(scheme, given(2, 4, 9))).toEqual(['100', '100', '98'])
  })
  test('up to a target', () => {
    expect(totals(by({ kind: 'TARGET', target: '12' }), given(3, 12, 24))).toEqual([
      '25',
      '100',
      '100',
    ])
  })
  test('marks by levels: the levels that have marked count by their shares', () => {
    const scheme = by({
      kind: 'MARKS',
      levels: [
        { level: 'CITY', share: '60' },
        { level: 'DISTRICT', share: '40' },
      ],
    })
    const mark = (level: 'CITY' | 'DISTRICT', points: string) => ({
      indicatorCode: 'help',
      level,
      points: exactOf(points),
    })
    expect(
      totals(scheme, [
        organisation('both', {}, { marks: [mark('CITY', '90'), mark('DISTRICT', '80')] }),
        organisation('one', {}, { marks: [mark('DISTRICT', '80')] }),
        organisation('none', {}),
      ]),
    ).toEqual(['86', '80', '0'])
  })
  test('bonus and deduction, each with its most; a veto caps the whole', () => {
    const scheme = content([
      indicator(),
      indicator({
        code: 'more',
        role: 'BONUS',
        weight: '5',
        formula: 'records.joint * 2 points/record',
        method: { kind: 'POINTS' },
      }),
      indicator({
        code: 'late',
        role: 'DEDUCTION',
        weight: '3',
        formula: 'records.reportedLate * 1 point/record',
        method: { kind: 'POINTS' },
      }),
      indicator({ code: 'none', role: 'VETO', weight: '59', formula: 'records.received < 1' }),
    ])
    expect(
      totals(scheme, [
        organisation('a', { 'records.given': '10', 'records.received': '1', 'records.joint': '9' }),
        organisation('b', {
          'records.given': '10',
          'records.received': '1',
          'records.reportedLate': '9',
        }),
        organisation('c', { 'records.given': '10' }),
        organisation('d', { 'records.reportedLate': '9' }),
      ]),
    ).toEqual(['105', '97', '59', '0'])
  })
  test('per unit: a small agency is not punished; where the capacity is not known the mean counts', () => {
    const counts = (records: string, units?: string) => ({
      'records.given': records,
      ...(units === undefined ? {} : { 'capacity.units': units }),
    })
    const scheme = by({ kind: 'PROPORTIONAL' }, { per: 'UNIT' })
    expect(
      totals(scheme, [
        organisation('big', counts('40', '10')),
        organisation('small', counts('8', '2')),
        organisation('unknown', counts('12')),
      ]),
    ).toEqual(['100', '100', '50'])
  })
})

describe('ranks', () => {
  const ranks = (organisations: readonly MeasuredOrganisation[], ties: string[] = []) => {
    const scheme = content(
      [
        indicator({ weight: '60' }),
        indicator({ code: 'other', weight: '40', formula: 'records.received' }),
      ],
      { ties },
    )
    return scoreOrganisations(compileScheme(scheme, names), organisations).scores.map(
      ({ rank }) => rank,
    )
  }
  test('of none, and of one', () => {
    expect(ranks([])).toEqual([])
    expect(ranks(given(0))).toEqual([1])
  })
  test('equal totals share a rank, or are parted by the deciding indicator', () => {
    const equal = [
      organisation('a', { 'records.given': '4', 'records.received': '5' }),
      organisation('b', { 'records.given': '6', 'records.received': '2' }),
      organisation('c', { 'records.given': '6', 'records.received': '2' }),
      organisation('d', {}),
    ]
    expect(ranks(equal)).toEqual([1, 2, 2, 4])
    const same = [
      organisation('a', { 'records.given': '10', 'records.received': '0' }),
      organisation('b', { 'records.given': '0', 'records.received': '10' }),
      organisation('c', { 'records.given': '5', 'records.received': '2.5' }),
    ]
    expect(ranks(same)).toEqual([1, 2, 2])
    expect(ranks(same, ['other'])).toEqual([1, 2, 3])
  })
  test('who was closed in the year is scored, but neither ranked nor the measure of others', () => {
    const [first, second] = given(5, 10)
    const closed = { ...organisation('closed', { 'records.given': '100' }), ranked: false }
    const { scores } = scoreOrganisations(compileScheme(content([indicator()]), names), [
      ...(first && second ? [first, second] : []),
      closed,
    ])
    expect(scores.map(({ rank, total }) => [rank, decimalOf(total)])).toEqual([
      [2, '50'],
      [1, '100'],
      [null, '100'],
    ])
  })
  test('of a hundred thousand', () => {
    const many = Array.from({ length: 100_000 }, (_, index) =>
      organisation(`o${index}`, { 'records.given': String(index % 1000) }),
    )
    const found = ranks(many)
    expect(found[999]).toBe(1)
    expect(found[998]).toBe(101)
    expect(found[0]).toBe(99_901)
  })
})

test('what would have given the next grade: so many points, and so much more of one thing', () => {
  const scheme = compileScheme(
    content([indicator({ weight: '100', method: { kind: 'TARGET', target: '20' } })]),
    names,
  )
  const [low, best] = given(13, 20)
  if (low === undefined || best === undefined) throw new Error('two')
  const { statistics } = scoreOrganisations(scheme, [low, best])
  const bars = gradeBars(
    scheme.grades,
    2,
    () => 0,
    () => null,
  )
  const next = nextGrade(scheme, statistics, low, { grade: 'PASS', bars })
  expect(next).toMatchObject({ grade: 'GOOD', missing: exactOf('10') })
  expect(next?.ways.map(({ measure, needed }) => [measure, decimalOf(needed)])).toEqual([
    ['records.given', '15'],
  ])
  expect(nextGrade(scheme, statistics, best, { grade: 'EXCELLENT', bars })).toBeNull()
})

describe('where the formulas compare, share out or take a mean, the next grade names what could have been done', () => {
  const both = (text: string, changes: Partial<SchemeContent> = {}) =>
    compileScheme(
      content(
        [
          indicator({
            weight: '50',
            formula: 'direction.balance',
            method: { kind: 'TARGET', target: '0.5' },
          }),
          indicator({ code: 'signed', weight: '50', formula: text, method: { kind: 'POINTS' } }),
        ],
        changes,
      ),
      names,
    )
  const bars = (scheme: ReturnType<typeof compileScheme>) =>
    gradeBars(
      scheme.grades,
      1,
      () => 0,
      () => null,
    )
  const nextOf = (scheme: ReturnType<typeof compileScheme>, counts: Record<string, string>) => {
    const one = organisation('o', counts)
    const { statistics, scores } = scoreOrganisations(scheme, [one])
    const [score] = scores
    if (score === undefined) throw new Error('one')
    return nextGrade(scheme, statistics, one, { grade: score.grade, bars: bars(scheme) })
  }
  const told = (ways: readonly { measure: string; now: bigint; needed: bigint }[] = []) =>
    ways.map(({ measure, now, needed }) => [measure, decimalOf(now), decimalOf(needed)])

  test('the side that has done less, and the records that still wait', () => {
    const next = nextOf(both('share.countersigned * 50 points'), {
      'records.given': '20',
      'records.received': '7',
      'records.accepted': '27',
      'records.waiting': '9',
    })
    // 35 for the balance and 37.5 for the share: 2.5 are missing for 75.
    expect(next).toMatchObject({ grade: 'GOOD', missing: exactOf('2.5'), together: null })
    expect(told(next?.ways)).toEqual([
      ['records.received', '7', '8'],
      ['records.waiting', '9', '7'],
    ])
  })
  test('where nothing alone is enough, what brings most is taken first, and the last goes no further than it has to', () => {
    const scheme = both('share.countersigned * 50 points', {
      grades: [{ grade: 'EXCELLENT', from: '90', share: '' }],
    })
    const next = nextOf(scheme, {
      'records.given': '20',
      'records.accepted': '20',
      'records.waiting': '20',
    })
    expect(next).toMatchObject({ grade: 'EXCELLENT', missing: exactOf('65'), ways: [] })
    // More than ten records the balance does not ask for; 50 and 40 of 50 records are 90 points.
    expect(told(next?.together?.ways)).toEqual([
      ['records.received', '0', '10'],
      ['records.waiting', '20', '10'],
    ])
    expect(next?.together?.total).toBe(exactOf('90'))
  })
  test('a mean no higher than the best rating, late records only as many as there are, twelve months', () => {
    const scheme = compileScheme(
      content([
        indicator({
          weight: '100',
          formula:
            'usefulness.mean * 10 points + share.onTime * 10 points + months.active * 1 point/month',
          method: { kind: 'POINTS' },
        }),
      ]),
      names,
    )
    const next = nextOf(scheme, {
      'usefulness.sum': '40',
      'usefulness.count': '10',
      'records.accepted': '10',
      'records.reportedLate': '5',
      'months.active': '10',
    })
    expect(next).toMatchObject({ grade: 'PASS', missing: exactOf('5') })
    expect(told(next?.ways)).toEqual([
      ['records.reportedLate', '5', '0'],
      ['usefulness.mean', '4', '4.5'],
    ])
  })
  test('whatever is told leads there, and what is told together as far as it says', () => {
    const scheme = both('areas.covered * 5 points/area + min(records.relief, 4) * 5 points/record')
    fc.assert(
      fc.property(fc.nat(30), fc.nat(30), fc.nat(6), (made, taken, relief) => {
        const counts = {
          'records.given': String(made),
          'records.received': String(taken),
          'records.relief': String(relief),
        }
        const next = nextOf(scheme, counts)
        if (next === null) return
        const needed = new Map(next.ways.map((way) => [way.measure, way]))
        for (const { now, needed: to } of [...needed.values(), ...(next.together?.ways ?? [])])
          expect(to > now).toBe(true)
        expect(next.ways.length === 0 || next.together === null).toBe(true)
        expect(next.together === null || next.together.total > next.from - next.missing).toBe(true)
      }),
    )
  })
})

describe('a year of records', () => {
  type Kept = {
    month: number
    given: boolean
    relief: boolean
    people: number
    metres: number
    stars: number
  }
  const record = fc.record<Kept>({
    month: fc.integer({ min: 1, max: 12 }),
    given: fc.boolean(),
    relief: fc.boolean(),
    people: fc.nat(40),
    metres: fc.nat(500),
    stars: fc.integer({ min: 1, max: 5 }),
  })
  const yearOf = (records: readonly Kept[]) => {
    const sum = (of: (one: Kept) => number) =>
      String(records.reduce((all, one) => all + of(one), 0))
    return organisation('o', {
      'records.accepted': String(records.length),
      'records.given': sum(({ given: made }) => (made ? 1 : 0)),
      'records.relief': sum(({ relief }) => (relief ? 1 : 0)),
      'records.culture': sum(({ relief }) => (relief ? 0 : 1)),
      'months.active': String(new Set(records.map(({ month }) => month)).size),
      'people.personTimes': sum(({ people }) => people),
      'people.hours': sum(({ metres }) => metres),
      'usefulness.sum': sum(({ stars }) => stars),
      'usefulness.count': String(records.length),
    })
  }
  const scheme = (formula: string) =>
    compileScheme(content([indicator({ formula, method: { kind: 'POINTS' } })]), names)
  const total = (of: ReturnType<typeof compileScheme>, records: readonly Kept[]) =>
    scoreOrganisations(of, [yearOf(records)]).scores[0]?.total ?? 0n
  /** By what was done, in which months and areas; by the number of records only up to a cap. */
  const forbidding = scheme(
    'people.personTimes * 0.1 points/personTime + people.hours * 0.01 points/hour + months.active * 2 points/month + areas.covered * 5 points/area',
  )
  const capped = scheme('min(records.given, 6) * 5 points/record')

  test('the order of the records does not matter', () => {
    fc.assert(
      fc.property(
        fc.array(record, { maxLength: 12 }),
        fc.infiniteStream(fc.nat()),
        (records, order) => {
          const key = new Map(records.map((one) => [one, order.next().value ?? 0]))
          const shuffled = records.toSorted((a, b) => (key.get(a) ?? 0) - (key.get(b) ?? 0))
          expect(total(forbidding, shuffled)).toBe(total(forbidding, records))
          expect(total(capped, shuffled)).toBe(total(capped, records))
        },
      ),
    )
  })
  test('splitting a record gains nothing where the scheme counts what was done rather than records', () => {
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1, maxLength: 12 }),
        fc.nat(11),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (records, index, share) => {
          const [split, ...rest] = [
            ...records.slice(index % records.length),
            ...records.slice(0, index % records.length),
          ]
          if (split === undefined) return
          const people = Math.floor(split.people * share)
          const metres = Math.floor(split.metres * share)
          const halves = [
            { ...split, people, metres },
            { ...split, people: split.people - people, metres: split.metres - metres },
          ]
          expect(total(forbidding, [...rest, ...halves])).toBe(total(forbidding, records))
          // Who has reached the cap gains nothing by it either.
          const six = Array.from({ length: 6 }, () => ({ ...split, given: true }))
          expect(total(capped, [...six, ...halves])).toBe(total(capped, [...six, split]))
        },
      ),
    )
  })
})

describe('laws', () => {
  const methods = fc.constantFrom<ScoringMethod>(
    { kind: 'PROPORTIONAL' },
    { kind: 'TARGET', target: '20' },
    {
      kind: 'RANK_BANDS',
      bands: [
        { through: 1, points: '100' },
        { through: 3, points: '80' },
      ],
      rest: '10',
    },
    { kind: 'STEPS', from: 'MEAN', number: '', step: '3', deduction: '2' },
    { kind: 'STEPS', from: 'NUMBER', number: '17', step: '1', deduction: '1' },
  )
  const schemes = fc
    .tuple(methods, methods, fc.constantFrom('NOTHING' as const, 'UNIT' as const))
    .map(([first, second, per]) =>
      compileScheme(
        content([
          indicator({ weight: '60', method: first, per }),
          indicator({
            code: 'all',
            weight: '40',
            method: second,
            formula: 'areas.covered * 3 + min(records.relief, 10) / 1 record * 1 area',
          }),
        ]),
        names,
      ),
    )
  const counts = fc.record({
    'records.given': fc.nat(40),
    'records.relief': fc.nat(20),
    'records.green': fc.nat(5),
    'capacity.units': fc.nat(4),
  })
  const cities = fc
    .array(counts, { minLength: 1, maxLength: 12 })
    .map((all) =>
      all.map((numbers, index) =>
        organisation(
          `o${index}`,
          Object.fromEntries(Object.entries(numbers).map(([key, number]) => [key, String(number)])),
        ),
      ),
    )

  test('more accepted help never lowers a score', () => {
    fc.assert(
      fc.property(
        schemes,
        cities,
        fc.nat(11),
        fc.constantFrom('records.given', 'records.relief', 'records.green'),
        fc.integer({ min: 1, max: 50 }),
        (scheme, city, at, key, more) => {
          const index = at % city.length
          const before = scoreOrganisations(scheme, city).scores[index]
          const helped = city.map((one, position) =>
            position === index
              ? {
                  ...one,
                  counts: new Map(one.counts).set(
                    key,
                    (one.counts.get(key) ?? 0n) + exactOf(String(more)),
                  ),
                }
              : one,
          )
          const after = scoreOrganisations(scheme, helped).scores[index]
          expect((after?.total ?? 0n) >= (before?.total ?? 0n)).toBe(true)
          expect((after?.rank ?? 0) <= (before?.rank ?? 0)).toBe(true)
        },
      ),
    )
  })
  test('the order of the organisations changes nothing, and other names change only the names', () => {
    fc.assert(
      fc.property(schemes, cities, fc.infiniteStream(fc.nat()), (scheme, city, order) => {
        const key = new Map(city.map(({ id }) => [id, order.next().value ?? 0]))
        const shuffled = city.toSorted((a, b) => (key.get(a.id) ?? 0) - (key.get(b.id) ?? 0))
        const renamed = shuffled.map((one) => ({ ...one, id: `x${one.id}` }))
        const byId = (all: readonly MeasuredOrganisation[]) =>
          new Map(
            scoreOrganisations(scheme, all).scores.map(({ id, ...score }) => [
              id.replace('x', ''),
              score,
            ]),
          )
        expect(byId(shuffled)).toEqual(byId(city))
        expect(byId(renamed)).toEqual(byId(city))
      }),
    )
  })
  test('the parts add up to the total', () => {
    fc.assert(
      fc.property(schemes, cities, (scheme, city) => {
        for (const { total, parts } of scoreOrganisations(scheme, city).scores)
          expect(parts.reduce((sum, { points }) => sum + points, 0n)).toBe(total)
      }),
    )
  })
})
