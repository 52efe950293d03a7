import type { AssessmentScoreQuery } from '../../generated/graphql.ts'
import { useFormats } from '../../platform/locale.tsx'
import type { useMeasureWords } from './measure-words.ts'
import { useAssessmentText } from './text.ts'

type Way = NonNullable<
  NonNullable<AssessmentScoreQuery['assessmentScore']>['nextGrade']
>['ways'][number]

/** What could have been otherwise, each as a thing to do. */
export function WaysList({
  ways,
  words,
}: {
  ways: readonly Way[]
  words: ReturnType<typeof useMeasureWords>
}) {
  const text = useAssessmentText()
  const formats = useFormats()
  const said = ({ measure, now, needed, unit }: Way): string => {
    const [from, to] = [Number(now), Number(needed)]
    const values = {
      name: words.name(measure),
      now: formats.number(now),
      needed: formats.number(needed),
      by: formats.number(Math.abs(to - from)),
      unit: words.unit(unit),
    }
    if (measure === 'records.waiting') return text('way_signed', values)
    if (measure === 'records.reportedLate') return text('way_onTime', values)
    if (measure === 'usefulness.mean') return text('way_higher', values)
    return text(to < from ? 'way_lower' : 'way_more', values)
  }
  return (
    <ul style={{ margin: 0, paddingLeft: 20 }}>
      {ways.map((way) => (
        <li key={way.measure}>{said(way)}</li>
      ))}
    </ul>
  )
}
