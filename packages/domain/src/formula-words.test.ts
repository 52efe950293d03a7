import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseFormula } from './assessment-expression.ts'
import { MEASURE_KEYS } from './assessment-measures.ts'
import { unitTextIn } from './assessment-units.ts'
import { FORMULA_PHRASES, formulaWords } from './formula-words.ts'
import type { FormulaDictionary } from './formula-words.ts'

const dictionary: FormulaDictionary = {
  measure: (key) => ({ 'records.given': '帮建活动', 'capacity.units': '下属单位' })[key] ?? key,
  unit: (unit) => unitTextIn(unit, 'zh-CN'),
  phrase: (phrase, parts) => {
    const given = FORMULA_PHRASES[phrase].map((name) => parts[name]).join('|')
    return phrase === 'GROUP' ? `（${given}）` : `${phrase}[${given}]`
  },
  comma: '、',
}
function wordsOf(text: string): string {
  const parsed = parseFormula(text)
  if (!parsed.ok) throw new Error(parsed.problem.code)
  return formulaWords(parsed.expression, dictionary)
}

test.each([
  ['records.given', '帮建活动'],
  ['records.given * 0.5 point/record', '帮建活动 × 0.5分/条'],
  ['(records.given + 1) * 2', '（帮建活动 + 1） × 2'],
  ['records.given + 1 * 2', '帮建活动 + 1 × 2'],
  ['records.given - (1 - 2)', '帮建活动 − （1 − 2）'],
  ['(records.given + 1) - 2', '帮建活动 + 1 − 2'],
  ['1 / (2 * 3)', '1 ÷ （2 × 3）'],
  ['-records.given', '−帮建活动'],
  ['50%', '0.5'],
  ['records.given / capacity.units otherwise 0', 'OTHERWISE[帮建活动 ÷ 下属单位|0]'],
  ['max(records.given - 1, 0) / 4', 'AT_LEAST[（帮建活动 − 1）|0] ÷ 4'],
  ['min(records.given, 8 records)', 'AT_MOST[帮建活动|8条]'],
  ['max(1, records.given, 3)', 'LARGEST[1、帮建活动、3]'],
  ['clamp(records.given, 1, 5)', 'BETWEEN[帮建活动|1|5]'],
  ['round(records.given)', 'ROUNDED[帮建活动]'],
  [
    'if records.given >= 1 and not records.given > 9 then 1 else 0',
    'IF[AND[NO_LESS[帮建活动|1]|NOT[MORE[帮建活动|9]]]|1|0]',
  ],
  [
    'records.given < 1 or records.given = 2 and records.given != 3',
    'OR[LESS[帮建活动|1]|（AND[EQUAL[帮建活动|2]|UNEQUAL[帮建活动|3]]）]',
  ],
])('%s: %s', (text, words) => {
  expect(wordsOf(text)).toBe(words)
})

test('whatever can be read can be said, with every measure that it names', () => {
  const number = fc.integer({ min: 0, max: 99 }).map(String)
  const { formula } = fc.letrec<{ formula: string }>((tie) => ({
    formula: fc.oneof(
      { depthSize: 'small' },
      number,
      fc.constantFrom(...MEASURE_KEYS),
      fc
        .tuple(tie('formula'), fc.constantFrom('+', '-', '*'), tie('formula'))
        .map(([a, sign, b]) => `(${a} ${sign} ${b})`),
      fc.tuple(tie('formula'), tie('formula')).map(([a, b]) => `max(${a}, ${b})`),
      fc.tuple(tie('formula'), tie('formula')).map(([a, b]) => `${a} / ${b} otherwise 0`),
    ),
  }))
  fc.assert(
    fc.property(formula, (text) => {
      const parsed = parseFormula(text)
      if (!parsed.ok) return
      const words = formulaWords(parsed.expression, { ...dictionary, measure: (key) => key })
      for (const key of MEASURE_KEYS.filter((one) => new RegExp(`\\b${one}\\b`).test(text)))
        expect(words).toContain(key)
    }),
  )
})
