import type { IndicatorRole } from '@gongjian/domain/scheme-content'
import type { TriedAssessmentSchemeQuery } from '../../generated/graphql.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMeasureWords } from './measure-words.ts'
import { useAssessmentText } from './text.ts'

export type TriedScheme = NonNullable<TriedAssessmentSchemeQuery['triedAssessmentScheme']>
export type TriedIndicator = TriedScheme['indicators'][number]

/** What an indicator gives an organisation, in one line: the quantity, what is compared, the points. */
export function useTriedWords() {
  const text = useAssessmentText()
  const formats = useFormats()
  const words = useMeasureWords()
  return (
    { value, compared, unit, points, notes }: TriedIndicator,
    { role, organisation }: { role: IndicatorRole; organisation: string },
  ): string => {
    if (role === 'VETO')
      return text(notes.includes('VETO_HOLDS') ? 'triedVeto' : 'triedNoVeto', { organisation })
    if (value === null || value === undefined) return text('triedNotMarked')
    const values = {
      organisation,
      value: `${formats.number(value)}${words.unit(unit)}`,
      compared: formats.number(compared),
      points: formats.decimals(Number(points), 2),
    }
    return text(value === compared ? 'triedLine' : 'triedLinePer', values)
  }
}
