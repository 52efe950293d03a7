import { PLAN_MEASURE_PREFIX } from '@gongjian/domain/assessment-measures'
import type { AssessmentScoreQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { Link } from '../../ui/Link.tsx'
import type { useMeasureWords } from './measure-words.ts'

type Opened = NonNullable<
  AssessmentScoreQuery['assessmentScore']
>['parts'][number]['numbers'][number]
type ScoreNumber = Omit<Opened, 'of'> & { of?: readonly Omit<Opened, 'of'>[] }
type Records = NonNullable<ScoreNumber['records']>

/** A number as a link to its records; under a mean, a share or a comparison the counts that it is made of. */
export function NumberLine({
  number: { measure, value, unit, records, of = [] },
  year,
  organisationId,
  words,
}: {
  number: ScoreNumber
  year: number
  organisationId: string
  words: ReturnType<typeof useMeasureWords>
}) {
  const formats = useFormats()
  const said =
    `${words.name(measure)} ${words.value(measure, formats)(value)} ${words.unit(unit)}`.trim()
  const recordsOf = (found: Records) => ({
    year,
    organisationId,
    statuses: found.waiting ? 'SUBMITTED' : 'COUNTERSIGNED',
    ...(found.direction ? { directions: found.direction } : {}),
    ...(found.kind ? { kinds: found.kind } : {}),
    ...(found.area ? { areas: found.area } : {}),
    ...(found.late ? { openQuestion: 'REPORTED_LATE' } : {}),
    ...(found.indicatorCode ? { indicatorCode: found.indicatorCode } : {}),
  })
  return (
    <li>
      {records ? (
        <Link to={paths.records()} search={recordsOf(records)}>
          {said}
        </Link>
      ) : measure.startsWith(PLAN_MEASURE_PREFIX) ? (
        <Link to={paths.plans()} search={{ year, organisationId }}>
          {said}
        </Link>
      ) : (
        said
      )}
      {of.length > 0 && (
        <ul style={{ margin: 0, paddingLeft: 20 }}>
          {of.map((part) => (
            <NumberLine
              key={part.measure}
              number={part}
              year={year}
              organisationId={organisationId}
              words={words}
            />
          ))}
        </ul>
      )}
    </li>
  )
}
