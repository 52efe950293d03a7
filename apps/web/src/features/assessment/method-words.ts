import type { AssessmentSchemeQuery } from '../../generated/graphql.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useAssessmentText } from './text.ts'

type Indicator = NonNullable<AssessmentSchemeQuery['assessmentScheme']>['indicators'][number]

/** How a value becomes points, in a sentence; nothing of a veto. */
export function useMethodWords() {
  const text = useAssessmentText()
  const formats = useFormats()
  return ({ method, role }: Pick<Indicator, 'method' | 'role'>): string => {
    if (role === 'VETO') return ''
    const from = method.fromMean === false ? (method.number ?? '') : text('theMean')
    return {
      POINTS: () => text('how_POINTS'),
      PROPORTIONAL: () => text('how_PROPORTIONAL'),
      TARGET: () => text('how_TARGET', { target: method.target ?? '' }),
      RANK_BANDS: () =>
        text('how_RANK_BANDS', {
          bands: formats.names(
            (method.bands ?? []).map(({ through, points }) =>
              text('bandPlaces', { through, points }),
            ),
          ),
          rest: method.rest ?? '',
        }),
      STEPS: () =>
        text('how_STEPS', { from, step: method.step ?? '', deduction: method.deduction ?? '' }),
      MARKS: () =>
        text('how_MARKS', {
          levels: formats.names(
            (method.levels ?? []).map(({ level, share }) => `${text(`share_${level}`)} ${share}%`),
          ),
        }),
    }[method.kind]()
  }
}
