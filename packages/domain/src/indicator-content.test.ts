import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FIELD_ERROR_CODES } from './field-problem.ts'
import { checkIndicator, LANGUAGES } from './indicator-content.ts'
import type { IndicatorContent, IndicatorInput, IndicatorUse } from './indicator-content.ts'
import { ACTIVITY_KINDS } from './vocabulary.ts'

const good: IndicatorInput = {
  code: 'culture.concerts',
  kind: 'SIX_HELPS',
  area: 'CULTURE',
  decimals: '0',
  name: { zhCn: '文艺演出', zhTw: '文藝演出', en: 'Concerts' },
  unit: { zhCn: '场', zhTw: '場', en: 'concerts' },
  usualMaximum: '10',
  validFrom: '2008-10-01',
  validTo: '',
}
const stored: IndicatorContent = {
  ...good,
  decimals: 1,
  validFrom: '2007-10-01',
  validTo: null,
}
const use: IndicatorUse = { firstDay: '2007-11-03', lastDay: '2008-09-20' }

function problemsOf(
  typed: Partial<IndicatorInput>,
  around: { stored?: IndicatorContent | null; use?: IndicatorUse | null } = {},
): string[] {
  const checked = checkIndicator({ ...good, ...typed }, { stored: null, use: null, ...around })
  return checked.ok ? [] : checked.problems.map(({ path, code }) => `${path}: ${code}`)
}

describe('a new indicator', () => {
  test('is taken as typed, cleaned and in canonical form', () => {
    const typed = {
      ...good,
      code: ' culture.concerts ',
      usualMaximum: '010',
      name: { ...good.name, zhCn: ' 文艺演出 ' },
    }
    expect(checkIndicator(typed, { stored: null, use: null })).toEqual({
      ok: true,
      content: { ...good, decimals: 0, validTo: null },
    })
  })

  test.each([
    ['', 'REQUIRED'],
    ['concerts', 'CODE_SHAPE'],
    ['Culture.concerts', 'CODE_SHAPE'],
    ['文化.演出', 'CODE_SHAPE'],
    ['culture.con-certs', 'CODE_SHAPE'],
    [`culture.${'x'.repeat(60)}`, 'TOO_LONG'],
  ])('has a code of a group and a name, not %j', (code, problem) => {
    expect(problemsOf({ code })).toEqual([`code: ${problem}`])
  })

  test('has an area exactly where it is of the six helps', () => {
    expect(problemsOf({ area: null })).toEqual(['area: AREA_REQUIRED'])
    expect(problemsOf({ kind: 'LABOUR' })).toEqual(['area: AREA_NOT_FOR_THIS_KIND'])
    expect(problemsOf({ kind: 'VISIT', area: null })).toEqual([])
  })

  test.each(LANGUAGES)('has name and unit in %s', (language) => {
    expect(
      problemsOf({
        name: { ...good.name, [language]: ' ' },
        unit: { ...good.unit, [language]: '' },
      }),
    ).toEqual([`name.${language}: REQUIRED`, `unit.${language}: REQUIRED`])
  })

  test.each(['', '-1', '5', '1.5', 'two'])('has 0 to 4 decimals, not %j', (decimals) => {
    expect(problemsOf({ decimals })).toContain('decimals: DECIMALS_RANGE')
  })

  test('has a usual maximum in its own decimals', () => {
    expect(problemsOf({ usualMaximum: '2.5' })).toEqual(['usualMaximum: TOO_MANY_DECIMALS'])
    expect(problemsOf({ usualMaximum: '2.5', decimals: '1' })).toEqual([])
    expect(problemsOf({ usualMaximum: '' })).toEqual(['usualMaximum: REQUIRED'])
  })

  test('is in force from a day, until a day not before it, or open', () => {
    expect(problemsOf({ validFrom: '' })).toEqual(['validFrom: REQUIRED'])
    expect(problemsOf({ validFrom: '2008-02-30' })).toEqual(['validFrom: NOT_A_DAY'])
    expect(problemsOf({ validTo: 'soon' })).toEqual(['validTo: NOT_A_DAY'])
    expect(problemsOf({ validTo: '2008-09-30' })).toEqual(['validTo: ENDS_BEFORE_IT_BEGINS'])
    expect(problemsOf({ validTo: '2008-10-01' })).toEqual([])
  })
})

describe('an indicator that records carry', () => {
  const kept = { decimals: '1', validFrom: '2007-10-01' }

  test.each([
    ['kind', { kind: 'LABOUR', area: null } as const, 'kind: FIXED_IN_USE'],
    ['area', { area: 'GREEN' } as const, 'area: FIXED_IN_USE'],
    ['unit', { unit: { ...good.unit, zhCn: '次' } }, 'unit.zhCn: FIXED_IN_USE'],
    ['decimals', { decimals: '0' }, 'decimals: FIXED_IN_USE'],
  ])('keeps its %s', (_what, changed, problem) => {
    expect(problemsOf({ ...kept, ...changed }, { stored, use })).toEqual([problem])
    expect(problemsOf({ ...kept, ...changed }, { stored, use: null })).toEqual([])
  })

  test('may be renamed, counted finer, translated better', () => {
    const changed = {
      ...kept,
      decimals: '2',
      name: { zhCn: '文艺汇演', zhTw: '文藝匯演', en: 'Shows' },
      unit: { ...good.unit, en: 'shows' },
    }
    expect(problemsOf(changed, { stored, use })).toEqual([])
  })

  test('is in force at least as long as its records', () => {
    expect(problemsOf({ ...kept, validFrom: '2007-11-04' }, { stored, use })).toEqual([
      'validFrom: RECORDS_BEFORE',
    ])
    expect(problemsOf({ ...kept, validTo: '2008-09-19' }, { stored, use })).toEqual([
      'validTo: RECORDS_AFTER',
    ])
    expect(
      problemsOf({ ...kept, validFrom: use.firstDay, validTo: use.lastDay }, { stored, use }),
    ).toEqual([])
  })

  test('its code never changes, used or not', () => {
    const renamed = { ...kept, code: 'culture.shows' }
    expect(problemsOf(renamed, { stored, use })).toEqual(['code: FIXED'])
    expect(problemsOf(renamed, { stored, use: null })).toEqual(['code: FIXED'])
  })
})

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 14 }),
  fc.constantFrom('1', '2008-05-04'),
)
const texts = fc.record({ zhCn: text, zhTw: text, en: text })

test('whatever is typed, the answer is a content, or problems with known codes', () => {
  fc.assert(
    fc.property(
      fc.record({
        code: fc.oneof(text, fc.constant('culture.concerts')),
        kind: fc.constantFrom(...ACTIVITY_KINDS),
        area: fc.constantFrom('GREEN', null),
        decimals: text,
        name: texts,
        unit: texts,
        usualMaximum: text,
        validFrom: text,
        validTo: text,
      }),
      fc.constantFrom(null, stored),
      fc.constantFrom(null, use),
      (input, was, used) => {
        const checked = checkIndicator(input, { stored: was, use: used })
        const codes = checked.ok ? [] : checked.problems.map(({ code }) => code)
        expect(checked.ok).toBe(codes.length === 0)
        expect(codes.filter((code) => !FIELD_ERROR_CODES.includes(code))).toEqual([])
      },
    ),
    { numRuns: 2000 },
  )
})

test('a checked indicator typed again is the same indicator', () => {
  const first = checkIndicator(good, { stored: null, use: null })
  if (!first.ok) throw new Error('it is good')
  const again = { ...first.content, decimals: '0', validTo: '' }
  expect(checkIndicator(again, { stored: first.content, use })).toEqual({
    ok: false,
    problems: [{ path: 'validFrom', code: 'RECORDS_BEFORE', values: { day: use.firstDay } }],
  })
  expect(checkIndicator(again, { stored: first.content, use: null })).toEqual(first)
})
