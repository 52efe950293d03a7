import { isMeasureKey } from '@gongjian/domain/assessment-measures'
import { isUnitBase } from '@gongjian/domain/assessment-units'
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

/** The names of measures and units in the reader's words; an indicator of the catalogue brings its own. */
export function useMeasureWords(indicatorNames: ReadonlyMap<string, string> = new Map()) {
  const text = useAssessmentText()
  const name = (key: string): string => {
    if (isMeasureKey(key)) return text(`measure_${key}`)
    if (isCounted(key)) return text(`counted_${key}`)
    return indicatorNames.get(key) ?? key
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
  }
}
