import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { UNIT_BASES, unitBaseOf, unitTextIn } from './assessment-units.ts'
import { LOCALES } from './vocabulary.ts'
import { checkFormula, valueOf } from './assessment-formula.ts'
import type { FormulaUse } from './assessment-formula.ts'
import { FORMULA_LIMITS, parseFormula } from './assessment-expression.ts'
import { countedNumbers, MEASURE_KEYS } from './assessment-measures.ts'
import { decimalOf, exactOf } from './exact-number.ts'

const names = {
  indicatorUnits: new Map([
    ['culture.performances', '场'],
    ['green.squareMetres', '平方米'],
  ]),
}
const problemOf = (text: string, use: FormulaUse = 'QUANTITY') => {
  const checked = checkFormula(text, use, names)
  return checked.ok ? null : checked.problem.code
}
const valueWith = (text: string, texts: Record<string, string> = {}) => {
  const checked = checkFormula(text, 'QUANTITY', names)
  if (!checked.ok) throw new Error(checked.problem.code)
  return decimalOf(valueOf(checked.formula, countedNumbers(texts)))
}

describe('a formula is refused', () => {
  test.each<[string, string, FormulaUse?]>([
    ['', 'FORMULA_EMPTY'],
    ['  ', 'FORMULA_EMPTY'],
    ['1 +', 'FORMULA_UNFINISHED'],
    ['1 2', 'FORMULA_SYNTAX'],
    ['(1', 'FORMULA_UNFINISHED'],
    ['(1 2', 'FORMULA_EXPECTED'],
    ['1 $ 2', 'FORMULA_SYNTAX'],
    ['1 < 2 < 3', 'FORMULA_SYNTAX'],
    ['if 1 < 2 then 3', 'FORMULA_UNFINISHED'],
    ['if 1 < 2 else 3', 'FORMULA_EXPECTED'],
    ['min(1)', 'FORMULA_ARGUMENTS'],
    ['round(1, 2)', 'FORMULA_ARGUMENTS'],
    ['then', 'FORMULA_SYNTAX'],
    ['while(1)', 'FORMULA_UNKNOWN_NAME'],
    ['constructor', 'FORMULA_UNKNOWN_NAME'],
    ['records.accpted', 'FORMULA_UNKNOWN_NAME'],
    ['outputs.culture.nothing', 'FORMULA_UNKNOWN_NAME'],
    ['logins.count', 'FORMULA_UNKNOWN_NAME'],
    ['photos.count', 'FORMULA_UNKNOWN_NAME'],
    ['records.accepted > 3 apples', 'FORMULA_UNKNOWN_UNIT'],
    ['records.accepted + people.hours', 'FORMULA_UNITS'],
    ['records.accepted > people.hours', 'FORMULA_UNITS', 'CONDITION'],
    ['min(records.accepted, people.hours)', 'FORMULA_UNITS'],
    ['outputs.culture.performances + outputs.green.squareMetres', 'FORMULA_UNITS'],
    ['if records.given > 1 then records.given else people.hours', 'FORMULA_UNITS'],
    ['records.given / capacity.units otherwise 1 day', 'FORMULA_UNITS'],
    ['records.given / capacity.units', 'FORMULA_NEEDS_OTHERWISE'],
    ['1 / 0', 'FORMULA_DIVIDES_BY_ZERO'],
    ['1 / 0%', 'FORMULA_DIVIDES_BY_ZERO'],
    ['records.given > 1', 'FORMULA_NOT_A_NUMBER'],
    ['(records.given > 1) + 1', 'FORMULA_NOT_A_NUMBER'],
    ['records.given', 'FORMULA_NOT_A_CONDITION', 'CONDITION'],
    ['not records.given', 'FORMULA_NOT_A_CONDITION', 'CONDITION'],
    ['records.given', 'FORMULA_NOT_IN_POINTS', 'POINTS'],
    ['records.given * 2', 'FORMULA_NOT_IN_POINTS', 'POINTS'],
    ['1'.repeat(FORMULA_LIMITS.length + 1), 'FORMULA_TOO_LARGE'],
    ['('.repeat(100) + '1' + ')'.repeat(100), 'FORMULA_TOO_LARGE'],
    [Array.from({ length: 130 }, () => '1').join('+'), 'FORMULA_TOO_LARGE'],
  ])('%s: %s', (text, code, use) => {
    expect(problemOf(text, use)).toBe(code)
  })

  test('and says where', () => {
    const checked = checkFormula('records.given + people.hours', 'QUANTITY', names)
    expect(checked).toMatchObject({
      ok: false,
      problem: { from: 16, to: 28, values: { expected: 'record', found: 'hour' } },
    })
  })
})

test.each([
  ['records.accpted', 'records.accepted'],
  ['record.given', 'records.given'],
  ['outputs.culture.performance', 'outputs.culture.performances'],
  ['logins.count', 'none'],
])('a name that is not there: %s; meant may be %s', (text, near) => {
  const checked = checkFormula(text, 'QUANTITY', names)
  expect(checked.ok ? null : checked.problem.values['near']).toBe(near)
})

test('units are told in words that a formula takes', () => {
  for (const base of UNIT_BASES)
    for (const locale of LOCALES) {
      const word = unitTextIn(base, locale)
      expect(unitBaseOf(word, new Set())).toBe(base)
      expect(problemOf(`1 ${word}`)).toBeNull()
    }
  expect(unitTextIn('point/record', 'zh-CN')).toBe('分/条')
  expect(unitTextIn('point/元', 'zh-TW')).toBe('分/元')
})

describe('a formula gives', () => {
  test.each<[string, string]>([
    ['1 + 2 * 3', '7'],
    ['(1 + 2) * 3', '9'],
    ['10 - 4 - 3', '3'],
    ['12 / 4 / 3', '1'],
    ['-2 * -3', '6'],
    ['80%', '0.8'],
    ['0.1 + 0.2', '0.3'],
    ['1 / 3 * 3', '0.999999999999'],
    ['records.given', '7'],
    ['records.given / records.received otherwise 5', '5'],
    ['records.given / capacity.units otherwise 0', '3.5'],
    ['if records.given >= 7 and not records.received > 0 then 1 else 2', '1'],
    ['如果 records.given ≥ 7条 那么 10 否则 （0）', '10'],
    ['max(records.given, records.joint, 8)', '8'],
    ['clamp(records.given, 1, 5)', '5'],
    ['round(2.5)', '3'],
    ['outputs.culture.performances * 2 分/场', '6'],
    ['areas.covered', '2'],
    ['areas.evenness', '0.2'],
    ['direction.balance', '0'],
    ['usefulness.mean', '0'],
  ])('%s = %s', (text, value) => {
    expect(
      valueWith(text, {
        'records.given': '7',
        'records.culture': '3',
        'records.green': '3',
        'capacity.units': '2',
        'outputs.culture.performances': '3',
      }),
    ).toBe(value)
  })

  test('points by the unit of what it gives', () => {
    expect(problemOf('records.given * 0.5 point/record', 'POINTS')).toBeNull()
    expect(problemOf('areas.covered / 6 areas * 10 points', 'POINTS')).toBeNull()
    expect(problemOf('share.onTime * 10 分', 'POINTS')).toBeNull()
    expect(problemOf('5', 'POINTS')).toBeNull()
  })
})

test('whatever is typed ends in a value or a refusal', () => {
  const words = fc.constantFrom(
    '1',
    '0',
    '+',
    '-',
    '*',
    '/',
    '(',
    ')',
    'if',
    'then',
    'else',
    'min',
    ',',
    'otherwise',
    '<',
    'and',
    'not',
    ...MEASURE_KEYS,
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(words, { maxLength: 30 }).map((all) => all.join(' ')),
      ),
      (text) => {
        const checked = checkFormula(text, 'QUANTITY', names)
        const end = checked.ok
          ? typeof valueOf(checked.formula, new Map())
          : checked.problem.to >= checked.problem.from
        expect(end).toBe(checked.ok ? 'bigint' : true)
      },
    ),
  )
})

test('what was read is as long as what was typed', () => {
  const parsed = parseFormula('1 + records.given')
  expect(parsed.ok && [parsed.expression.from, parsed.expression.to]).toEqual([0, 17])
})

test('exact numbers read and print the same', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 0, max: 999 }), (whole, thousandths) => {
      const text = `${whole}.${String(thousandths).padStart(3, '0')}`
      expect(exactOf(decimalOf(exactOf(text)))).toBe(exactOf(text))
    }),
  )
})
