import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkContent } from './activity-content.ts'
import type { ActivityContentInput, ContentCircumstances } from './activity-content.ts'
import { FIELD_ERROR_CODES } from './field-problem.ts'
import { ACTIVITY_KINDS, DIRECTIONS, PAIRING_SIDES } from './vocabulary.ts'
import type { ActivityKind } from './vocabulary.ts'

const indicator = (code: string, kind: ActivityKind, decimals = 0, from = '2000-01-01') => ({
  code,
  kind,
  decimals,
  usualMaximum: '100',
  validFrom: from,
  validTo: null as string | null,
})

const circumstances: ContentCircumstances = {
  purpose: 'submit',
  indicators: [
    indicator('partyBuilding.lectures', 'SIX_HELPS'),
    indicator('green.plantedSquareMetres', 'SIX_HELPS', 2),
    indicator('relief.donatedValue', 'SIX_HELPS', 2),
    { ...indicator('culture.old', 'SIX_HELPS'), validTo: '2007-12-31' },
    indicator('culture.new', 'SIX_HELPS', 0, '2008-06-01'),
    indicator('labour.wasteTonnes', 'LABOUR', 2),
    indicator('visits.households', 'VISIT'),
  ],
  periods: [
    { year: 2006, startsOn: '2005-10-01', endsOn: '2006-09-30' },
    { year: 2007, startsOn: '2006-10-01', endsOn: '2007-09-30' },
    { year: 2008, startsOn: '2007-10-01', endsOn: '2008-09-30' },
  ],
  statusOn: (day) => (day < '2006-10-01' ? 'LOCKED' : day < '2007-10-01' ? 'CLOSING' : 'OPEN'),
  storedDayStatus: null,
  pairing: { validFrom: '2007-03-01', validTo: '2008-08-31' },
  campaigns: [{ id: 'campaign-1' }],
  recordingSide: 'AGENCY_SIDE',
  today: '2008-09-26',
}

const good: ActivityContentInput = {
  pairingId: 'pairing-1',
  day: '2008-05-04',
  kind: 'SIX_HELPS',
  area: 'PARTY_BUILDING',
  direction: 'AGENCY_TO_COMMUNITY',
  campaignId: null,
  title: ' 党课进社区 ',
  words: '讲了两课。',
  outputs: [{ indicatorCode: 'partyBuilding.lectures', quantity: '２' }],
  participations: [{ label: ' ', headCount: '12', hoursEach: '1.5' }],
  donations: [],
}

type Typed = Partial<ActivityContentInput>
type Around = Partial<ContentCircumstances>

/** What is wrong, as 'path: CODE', in the order of the form. */
function problemsOf(typed: Typed, around: Around = {}): string[] {
  const checked = checkContent({ ...good, ...typed }, { ...circumstances, ...around })
  return checked.ok ? [] : checked.problems.map(({ path, code }) => `${path}: ${code}`)
}

function contentOf(typed: Typed = {}, around: Around = {}) {
  const checked = checkContent({ ...good, ...typed }, { ...circumstances, ...around })
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return checked.content
}

const output = (indicatorCode: string, quantity = '1') => ({ indicatorCode, quantity })
const people = (headCount: string, hoursEach = '1', label: string | null = null) => ({
  label,
  headCount,
  hoursEach,
})
const goods = (valueYuan: string, description = '棉被') => ({
  kind: 'GOODS' as const,
  description,
  valueYuan,
})
const labour = { kind: 'LABOUR', area: null, outputs: [output('labour.wasteTonnes')] } as const

test('a good record comes out in canonical form, with its year and its sums', () => {
  expect(contentOf()).toEqual({
    ...good,
    programmeYear: 2008,
    title: '党课进社区',
    outputs: [{ indicatorCode: 'partyBuilding.lectures', quantity: '2' }],
    participations: [{ label: null, headCount: 12, hoursEach: '1.5' }],
    personTimes: 12,
    hours: '18',
  })
})

describe('the day', () => {
  test.each([
    ['', 'REQUIRED'],
    ['  ', 'REQUIRED'],
    ['soon', 'NOT_A_DAY'],
    ['2008-02-30', 'NOT_A_DAY'],
    ['2008-09-27', 'DAY_IN_THE_FUTURE'],
    ['2005-09-30', 'OUTSIDE_ANY_PERIOD'],
    ['2006-09-30', 'PERIOD_LOCKED'],
    ['2007-09-30', 'PERIOD_CLOSING'],
    ['2008-09-01', 'OUTSIDE_THE_PAIRING'],
  ])('%j is refused as %s, in a draft too', (day, code) => {
    expect(problemsOf({ day })).toEqual([`day: ${code}`])
    expect(problemsOf({ day }, { purpose: 'draft' })).toEqual([`day: ${code}`])
  })

  test.each([
    ['2007-10-01', 2008, 'the first of a year'],
    ['2008-08-31', 2008, 'the last of the pairing'],
  ])('%s belongs to %i: %s', (day, year, _why) => {
    expect(contentOf({ day }).programmeYear).toBe(year)
  })

  test('before the pairing nothing is recorded, whatever the period allows', () => {
    expect(problemsOf({ day: '2007-02-28' }, { storedDayStatus: 'CLOSING' })).toEqual([
      'day: OUTSIDE_THE_PAIRING',
    ])
  })

  test.each([
    ['2007-03-01', 'the first of the pairing'],
    ['2007-09-30', 'the last of a year'],
  ])(
    '%s, in a year that is closing, may be finished where the record was begun: %s',
    (day, _why) => {
      expect(contentOf({ day }, { storedDayStatus: 'CLOSING' }).programmeYear).toBe(2007)
      for (const storedDayStatus of ['OPEN', 'LOCKED', null] as const)
        expect(problemsOf({ day }, { storedDayStatus })).toEqual(['day: PERIOD_CLOSING'])
    },
  )

  test('a record of a closing year may be given a day in an open one, and none in a locked one', () => {
    expect(problemsOf({}, { storedDayStatus: 'CLOSING' })).toEqual([])
    expect(problemsOf({ day: '2006-09-30' }, { storedDayStatus: 'CLOSING' })).toEqual([
      'day: PERIOD_LOCKED',
    ])
  })

  test('may be today, under a pairing without an end', () => {
    const pairing = { validFrom: '2007-03-01', validTo: null }
    expect(contentOf({ day: '2008-09-26' }, { pairing }).day).toBe('2008-09-26')
  })
})

describe('kind, area, direction and campaign', () => {
  test('the six helps need an area, and nothing else has one', () => {
    expect(problemsOf({ area: null })).toEqual(['area: AREA_REQUIRED'])
    expect(problemsOf({ ...labour, area: 'GREEN' })).toEqual(['area: AREA_NOT_FOR_THIS_KIND'])
    expect(problemsOf(labour)).toEqual([])
  })

  test.each(PAIRING_SIDES)('%s records what it does, and what both did', (recordingSide) => {
    const own = recordingSide === 'AGENCY_SIDE' ? 'AGENCY_TO_COMMUNITY' : 'COMMUNITY_TO_AGENCY'
    for (const direction of DIRECTIONS)
      expect(problemsOf({ direction }, { recordingSide })).toEqual(
        direction === own || direction === 'JOINT'
          ? []
          : ['direction: DIRECTION_NOT_RECORDED_HERE'],
      )
  })

  test('only labour belongs to a campaign, and only to one that there is', () => {
    expect(problemsOf({ campaignId: 'campaign-1' })).toEqual([
      'campaignId: CAMPAIGN_NOT_FOR_THIS_KIND',
    ])
    expect(problemsOf({ ...labour, campaignId: 'campaign-2' })).toEqual([
      'campaignId: UNKNOWN_CAMPAIGN',
    ])
    expect(contentOf({ ...labour, campaignId: 'campaign-1' }).campaignId).toBe('campaign-1')
  })
})

describe('title and words', () => {
  test('a draft may lack its title, a submission may not', () => {
    expect(problemsOf({ title: '' }, { purpose: 'draft' })).toEqual([])
    expect(problemsOf({ title: ' \u200b ' })).toEqual(['title: REQUIRED'])
  })

  test.each(['draft', 'submit'] as const)('have their lengths (%s)', (purpose) => {
    expect(problemsOf({ title: '共'.repeat(60), words: '建'.repeat(2000) }, { purpose })).toEqual(
      [],
    )
    expect(problemsOf({ title: '共'.repeat(61), words: '建'.repeat(2001) }, { purpose })).toEqual([
      'title: TOO_LONG',
      'words: TOO_LONG',
    ])
  })

  test('no words are allowed', () => {
    expect(contentOf({ words: '' }).words).toBe('')
  })
})

describe('outputs', () => {
  test('a submission has an output or people, a draft may have neither', () => {
    const nothing = { outputs: [], participations: [] }
    expect(problemsOf(nothing)).toEqual(['outputs: NOTHING_RECORDED'])
    expect(problemsOf(nothing, { purpose: 'draft' })).toEqual([])
    expect(problemsOf({ outputs: [] })).toEqual([])
    expect(problemsOf({ participations: [] })).toEqual([])
  })

  test('of one record may be of several areas', () => {
    const outputs = [output('partyBuilding.lectures'), output('green.plantedSquareMetres', '0.25')]
    expect(contentOf({ outputs }).outputs).toEqual(outputs)
  })

  test.each([
    ['nothing.known', 'UNKNOWN_INDICATOR'],
    ['__proto__', 'UNKNOWN_INDICATOR'],
    ['labour.wasteTonnes', 'INDICATOR_NOT_FOR_THIS_KIND'],
    ['visits.households', 'INDICATOR_NOT_FOR_THIS_KIND'],
    ['culture.old', 'INDICATOR_NOT_IN_FORCE'],
    ['culture.new', 'INDICATOR_NOT_IN_FORCE'],
  ])('%s is refused as %s', (code, problem) => {
    expect(problemsOf({ outputs: [output(code)] })).toEqual([`outputs.0.indicatorCode: ${problem}`])
  })

  test('an indicator is in force from its first day to its last, both included', () => {
    const on = (code: string, day: string) => problemsOf({ day, outputs: [output(code)] })
    expect(on('culture.old', '2007-12-31')).toEqual([])
    expect(on('culture.old', '2008-01-01')).toHaveLength(1)
    expect(on('culture.new', '2008-06-01')).toEqual([])
    expect(on('culture.new', '2008-05-31')).toHaveLength(1)
  })

  test('an indicator stands once in a record', () => {
    const outputs = [output('partyBuilding.lectures'), output('partyBuilding.lectures', '3')]
    expect(problemsOf({ outputs })).toEqual(['outputs.1.indicatorCode: INDICATOR_TWICE'])
  })

  test.each([
    ['', 'REQUIRED'],
    ['0', 'MUST_BE_POSITIVE'],
    ['0.00', 'MUST_BE_POSITIVE'],
    ['-1', 'NEGATIVE'],
    ['many', 'NOT_A_NUMBER'],
    ['1.5', 'NOT_A_WHOLE_NUMBER'],
    ['1000000000000', 'TOO_LARGE'],
  ])('a count of %j is refused as %s', (quantity, code) => {
    const outputs = [output('partyBuilding.lectures', quantity)]
    expect(problemsOf({ outputs })).toEqual([`outputs.0.quantity: ${code}`])
  })

  test('an area takes the decimals of its indicator and no more', () => {
    const of = (quantity: string) =>
      problemsOf({ outputs: [output('green.plantedSquareMetres', quantity)] })
    expect(of('12.25')).toEqual([])
    expect(of('12.255')).toEqual(['outputs.0.quantity: TOO_MANY_DECIMALS'])
  })

  test('are at most thirty', () => {
    const indicators = Array.from({ length: 31 }, (_, n) => indicator(`made.${n}`, 'SIX_HELPS'))
    const outputs = indicators.map(({ code }) => output(code))
    expect(problemsOf({ outputs: outputs.slice(0, 30) }, { indicators })).toEqual([])
    expect(problemsOf({ outputs }, { indicators })).toEqual(['outputs: TOO_MANY_LINES'])
  })
})

describe('participation', () => {
  test.each([
    [people(''), 'headCount: REQUIRED'],
    [people('0'), 'headCount: MUST_BE_POSITIVE'],
    [people('-3'), 'headCount: NEGATIVE'],
    [people('2.5'), 'headCount: NOT_A_WHOLE_NUMBER'],
    [people('100001'), 'headCount: TOO_LARGE'],
    [people('3', '24.01'), 'hoursEach: TOO_LARGE'],
    [people('3', '1.255'), 'hoursEach: TOO_MANY_DECIMALS'],
    [people('3', '-1'), 'hoursEach: NEGATIVE'],
    [people('3', 'all day'), 'hoursEach: NOT_A_NUMBER'],
    [people('3', '1', '队'.repeat(41)), 'label: TOO_LONG'],
  ])('%j is refused: %s', (line, problem) => {
    expect(problemsOf({ participations: [people('1'), line] })).toEqual([
      `participations.1.${problem}`,
    ])
  })

  test('the ends of what is allowed are allowed; no hours are none', () => {
    const participations = [people('100000', '24'), people('1', '0'), people('1', ' ')]
    expect(contentOf({ participations })).toMatchObject({ personTimes: 100_002, hours: '2400000' })
  })

  test('is at most fifty lines', () => {
    const lines = (count: number) => ({ participations: Array(count).fill(people('1')) })
    expect(problemsOf(lines(50))).toEqual([])
    expect(problemsOf(lines(51))).toEqual(['participations: TOO_MANY_LINES'])
  })

  test('person-times and hours are the exact sums of the lines', () => {
    const line = fc.record({ heads: fc.integer({ min: 1, max: 999 }), cents: fc.nat(2400) })
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 50 }), (lines) => {
        const content = contentOf({
          participations: lines.map(({ heads, cents }) =>
            people(String(heads), (cents / 100).toFixed(2)),
          ),
        })
        expect(content.personTimes).toBe(lines.reduce((sum, { heads }) => sum + heads, 0))
        const cents = lines.reduce((sum, { heads, cents }) => sum + heads * cents, 0)
        expect(Math.round(Number(content.hours) * 100)).toBe(cents)
      }),
    )
  })
})

describe('donations', () => {
  const lectures = output('partyBuilding.lectures')

  test('fill in the donated value where nobody typed it', () => {
    const donations = [
      goods('1,200.50'),
      { kind: 'CASH', description: '', valueYuan: '0.10' },
    ] as const
    expect(contentOf({ outputs: [lectures], donations }).outputs).toEqual([
      lectures,
      output('relief.donatedValue', '1200.6'),
    ])
    expect(problemsOf({ outputs: [], participations: [], donations })).toEqual([])
  })

  test('agree with the donated value where it was typed', () => {
    const typed = (quantity: string) =>
      problemsOf({ outputs: [output('relief.donatedValue', quantity)], donations: [goods('50')] })
    expect(typed('50.00')).toEqual([])
    expect(typed('50.01')).toEqual(['outputs.0.quantity: DONATIONS_DO_NOT_SUM'])
  })

  test('that do not sum are named at the line as typed, also after a wrong one', () => {
    const outputs = [output('partyBuilding.lectures', 'x'), output('relief.donatedValue', '7')]
    expect(problemsOf({ outputs, donations: [goods('8')] })).toEqual([
      'outputs.0.quantity: NOT_A_NUMBER',
      'outputs.1.quantity: DONATIONS_DO_NOT_SUM',
    ])
  })

  test('of which one is wrong are not summed', () => {
    const outputs = [output('relief.donatedValue', '8')]
    expect(problemsOf({ outputs, donations: [goods('3'), goods('x')] })).toEqual([
      'donations.1.valueYuan: NOT_A_NUMBER',
    ])
  })

  test('do not stand in a record of a kind that cannot count them', () => {
    expect(problemsOf({ ...labour, donations: [goods('8')] })).toEqual([
      'donations: INDICATOR_NOT_FOR_THIS_KIND',
    ])
  })

  test.each([
    [goods(''), 'valueYuan: REQUIRED'],
    [goods('0'), 'valueYuan: MUST_BE_POSITIVE'],
    [goods('1.005'), 'valueYuan: TOO_MANY_DECIMALS'],
    [goods('1000000000'), 'valueYuan: TOO_LARGE'],
    [goods('5', ''), 'description: REQUIRED'],
    [goods('5', '被'.repeat(101)), 'description: TOO_LONG'],
  ])('%j is refused: %s', (line, problem) => {
    expect(problemsOf({ donations: [line] })).toEqual([`donations.0.${problem}`])
  })

  test('are at most fifty lines', () => {
    expect(problemsOf({ donations: Array(50).fill(goods('1')) })).toEqual([])
    expect(problemsOf({ donations: Array(51).fill(goods('1')) })).toEqual([
      'donations: TOO_MANY_LINES',
    ])
  })
})

test('everything that is wrong is said at once', () => {
  expect(
    problemsOf({
      day: '2008-13-01',
      area: null,
      title: '',
      words: '建'.repeat(2001),
      outputs: [output('partyBuilding.lectures', '-2'), output('nothing.known')],
      participations: [people('x', 'y')],
      donations: [goods('z', '')],
    }),
  ).toEqual([
    'day: NOT_A_DAY',
    'area: AREA_REQUIRED',
    'title: REQUIRED',
    'words: TOO_LONG',
    'donations.0.description: REQUIRED',
    'donations.0.valueYuan: NOT_A_NUMBER',
    'outputs.0.quantity: NEGATIVE',
    'outputs.1.indicatorCode: UNKNOWN_INDICATOR',
    'participations.0.headCount: NOT_A_NUMBER',
    'participations.0.hoursEach: NOT_A_NUMBER',
  ])
})

test('a message can name the limit that was passed', () => {
  const checked = checkContent({ ...good, participations: [people('3', '30')] }, circumstances)
  expect(checked).toMatchObject({
    problems: [{ path: 'participations.0.hoursEach', values: { maximum: '24', decimals: 2 } }],
  })
})

const typedText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('1', '2.5', '-1', '', '2008-05-04', '９', '1e9', 'NaN'),
)
const anyInput: fc.Arbitrary<ActivityContentInput> = fc.record({
  pairingId: fc.constant('pairing-1'),
  day: fc.oneof(fc.constant('2008-05-04'), typedText),
  kind: fc.constantFrom(...ACTIVITY_KINDS),
  area: fc.constantFrom('GREEN', null),
  direction: fc.constantFrom('AGENCY_TO_COMMUNITY', 'JOINT', 'COMMUNITY_TO_AGENCY'),
  campaignId: fc.constantFrom(null, 'campaign-1', 'campaign-2'),
  title: typedText,
  words: typedText,
  outputs: fc.array(
    fc.record({
      indicatorCode: fc.constantFrom(...circumstances.indicators.map(({ code }) => code), 'x'),
      quantity: typedText,
    }),
    { maxLength: 4 },
  ),
  participations: fc.array(
    fc.record({ label: fc.option(typedText), headCount: typedText, hoursEach: typedText }),
    { maxLength: 3 },
  ),
  donations: fc.array(
    fc.record({
      kind: fc.constantFrom('CASH', 'GOODS'),
      description: typedText,
      valueYuan: typedText,
    }),
    { maxLength: 3 },
  ),
})

const purposes = fc.constantFrom('draft', 'submit')

test('whatever is typed, the answer is a content, or problems with known codes', () => {
  fc.assert(
    fc.property(anyInput, purposes, (input, purpose) => {
      const checked = checkContent(input, { ...circumstances, purpose })
      const codes = checked.ok ? [] : checked.problems.map(({ code }) => code)
      expect(checked.ok).toBe(codes.length === 0)
      expect(codes.filter((code) => !FIELD_ERROR_CODES.includes(code))).toEqual([])
    }),
    { numRuns: 2000 },
  )
})

const count = fc.integer({ min: 1, max: 9999 }).map(String)
const goodInput: fc.Arbitrary<ActivityContentInput> = fc.record({
  pairingId: fc.constant('pairing-1'),
  day: fc.constantFrom('2007-10-01', ' 2008-05-04'),
  kind: fc.constant('SIX_HELPS'),
  area: fc.constantFrom('GREEN', 'RELIEF'),
  direction: fc.constantFrom('AGENCY_TO_COMMUNITY', 'JOINT'),
  campaignId: fc.constant(null),
  title: fc.string({ unit: 'binary', maxLength: 20 }).map((text) => `共${text}`),
  words: fc.string({ unit: 'binary' }),
  outputs: count.map((quantity) => [output('green.plantedSquareMetres', `0${quantity}.50`)]),
  participations: fc.array(count.map((heads) => people(` ${heads}`, '', '队'))),
  donations: fc.array(count.map((value) => goods(value))),
})

test('a checked content typed again is the same content', () => {
  fc.assert(
    fc.property(goodInput, purposes, (input, purpose) => {
      const content = contentOf(input, { purpose })
      const participations = content.participations.map(({ headCount, ...line }) => ({
        ...line,
        headCount: String(headCount),
      }))
      expect(contentOf({ ...content, participations }, { purpose })).toEqual(content)
    }),
    { numRuns: 1000 },
  )
})
