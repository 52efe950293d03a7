import { isMeasureKey } from '@gongjian/domain/assessment-measures'
import { isUnitBase } from '@gongjian/domain/assessment-units'
import { useAssessmentText } from './text.ts'

const isCounted = (
  name: string,
): name is 'usefulness.sum' | 'usefulness.count' | 'signing.seconds' | 'plans.progressSum' =>
  name === 'usefulness.sum' ||
  name === 'usefulness.count' ||
  name === 'signing.seconds' ||
  name === 'plans.progressSum'

/** The names of measures and units in the reader's words; an indicator of the catalogue brings its own. */
export function useMeasureWords(indicatorNames: ReadonlyMap<string, string> = new Map()) {
  const text = useAssessmentText()
  return {
    name: (key: string): string => {
      if (isMeasureKey(key)) return text(`measure_${key}`)
      if (isCounted(key)) return text(`counted_${key}`)
      return indicatorNames.get(key) ?? key
    },
    unit: (unit: string): string =>
      unit
        .split(/([*/])/)
        .map((part) => (isUnitBase(part) ? text(`unit_${part}`) : part))
        .join(''),
  }
}
