import { Text } from '@mantine/core'
import type { AssessmentSchemeQuery } from '../../generated/graphql.ts'
import { currentLocale } from '../../platform/locale.tsx'
import { textIn } from './text-in.ts'
import { useAssessmentText } from './text.ts'

type Scheme = NonNullable<AssessmentSchemeQuery['assessmentScheme']>

/** By which rule points become grades, and what parts equal totals. */
export function RankingRules({
  scheme: { grades, ties, indicators },
}: {
  scheme: Pick<Scheme, 'grades' | 'ties'> & {
    indicators: readonly Pick<Scheme['indicators'][number], 'code' | 'name'>[]
  }
}) {
  const text = useAssessmentText()
  const locale = currentLocale()
  return (
    <>
      <Text>
        {grades
          .map(({ grade: of, from, share }) => {
            const grade = text(`grade_${of}`)
            if (share === '') return text('gradeFrom', { grade, from })
            return from === ''
              ? text('gradeByShare', { grade, share })
              : text('gradeFromByShare', { grade, from, share })
          })
          .join(' · ')}
      </Text>
      <Text>
        {ties.length === 0
          ? text('tiesShare')
          : text('tiesBy', {
              indicators: ties
                .flatMap((tie) => indicators.find(({ code }) => code === tie) ?? [])
                .map(({ name }) => textIn(name, locale))
                .join(' → '),
            })}
      </Text>
    </>
  )
}
