import { parseFormula } from '@gongjian/domain/assessment-expression'
import { formulaWords } from '@gongjian/domain/formula-words'
import { useMeasureWords } from './measure-words.ts'
import { useAssessmentText } from './text.ts'

/** What says a formula in the reader's words; null of what cannot be read. */
export function useFormulaWords(
  names: ReadonlyMap<string, string>,
): (formula: string) => string | null {
  const text = useAssessmentText()
  const words = useMeasureWords(names)
  return (formula) => {
    const parsed = parseFormula(formula)
    if (!parsed.ok) return null
    return formulaWords(parsed.expression, {
      measure: words.name,
      unit: words.unit,
      phrase: (phrase, parts) => text(`phrase_${phrase}`, parts),
      comma: text('phraseComma'),
    })
  }
}
