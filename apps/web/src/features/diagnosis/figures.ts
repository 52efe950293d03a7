import type { DiagnosisSign, ThresholdUnit } from '@gongjian/domain/diagnosis-signs'
import { useFormats } from '../../platform/locale.tsx'
import { useDiagnosisText } from './text.ts'

/** How the figures of the diagnosis are written. */
export function useFigures() {
  const text = useDiagnosisText()
  const formats = useFormats()
  const percent = (share: number) => `${formats.number(Math.round(share * 1000) / 10)}%`
  return {
    percent,
    /** The figure of a sign: a Gini coefficient, or a share. */
    valueText: (sign: DiagnosisSign, value: number | null): string =>
      value === null
        ? text('unknown')
        : sign === 'IMBALANCE'
          ? formats.decimals(value, 2)
          : percent(value),
    thresholdText: (value: number, unit: ThresholdUnit): string =>
      unit === 'SHARE' ? percent(value) : text(`unit_${unit}`, { value: formats.number(value) }),
  }
}
