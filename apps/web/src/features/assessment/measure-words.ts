import { isMeasureKey } from '@gongjian/domain/assessment-measures'
import { FUNCTIONS, KEYWORDS } from '@gongjian/domain/assessment-expression'
import { isUnitBase, unitBaseOf } from '@gongjian/domain/assessment-units'
import type { useFormats } from '../../platform/locale.tsx'
import { useAssessmentText } from './text.ts'

const isCounted = (
  name: string,
): name is 'usefulness.sum' | 'usefulness.count' | 'signing.seconds' | 'plans.progressSum' =>
  name === 'usefulness.sum' ||
  name === 'usefulness.count' ||
  name === 'signing.seconds' ||
  name === 'plans.progressSum'

const isShare = (key: string) => key.startsWith('share.') || key.endsWith('Share')
const isCalled = (word: string): word is keyof typeof FUNCTIONS => Object.hasOwn(FUNCTIONS, word)
const isSaid = (word: string): word is (typeof KEYWORDS)[number] =>
  KEYWORDS.some((one) => one === word)

/** The names of measures and units in the reader's words; an indicator of the catalogue brings its own. */
export function useMeasureWords(indicatorNames: ReadonlyMap<string, string> = new Map()) {
  const text = useAssessmentText()
  const name = (key: string): string => {
    if (isMeasureKey(key)) return text(`measure_${key}`)
    if (isCounted(key)) return text(`counted_${key}`)
    return indicatorNames.get(key) ?? key
  }
  const unitWord = (word: string): string => {
    const base = unitBaseOf(word, new Set())
    return base !== null && isUnitBase(base) ? text(`unit_${base}`) : word
  }
  return {
    name,
    unit: (unit: string): string =>
      unit
        .split(/([*/])/)
        .map((part) => (isUnitBase(part) ? text(`unit_${part}`) : part))
        .join(''),
    /** A share as a percentage, all else as it is. */
    value:
      (key: string, formats: Pick<ReturnType<typeof useFormats>, 'number'>) =>
      (value: string): string =>
        isShare(key)
          ? `${formats.number((Number(value) * 100).toFixed(2))}%`
          : formats.number(value),
    /** A formula with the names of what it counts, and the signs of arithmetic. */
    formula: (formula: string): string =>
      formula
        .replaceAll(/[a-z]+(?:\.[A-Za-z_]+)+/g, (key) => name(key))
        .replaceAll(
          /(\d)\s+([A-Za-z]+)(\/([A-Za-z]+))?/g,
          (
            _all,
            digit: string,
            above: string,
            _per: string | undefined,
            below: string | undefined,
          ) => `${digit} ${unitWord(above)}${below === undefined ? '' : `/${unitWord(below)}`}`,
        )
        .replaceAll('*', '×')
        .replaceAll(' / ', ' ÷ ')
        .replaceAll(
          /\b(min|max|clamp|round)\(/g,
          (_all, called: string) => `${isCalled(called) ? text(`call_${called}`) : called}(`,
        )
        .replaceAll(/\b(if|then|else|and|or|not|otherwise)\b/g, (word) =>
          isSaid(word) ? text(`said_${word}`) : word,
        ),
  }
}
