import { PLAN_MEASURE_PREFIX } from '@gongjian/domain/assessment-measures'
import { Badge, Group, Text } from '@mantine/core'
import type { AssessmentScoreQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { currentLocale, useFormats } from '../../platform/locale.tsx'
import { Link } from '../../ui/Link.tsx'
import { useMeasureWords } from './measure-words.ts'
import { formulaFont } from './formula-font.ts'
import { textIn } from './text-in.ts'
import { useAssessmentText } from './text.ts'

type Part = NonNullable<AssessmentScoreQuery['assessmentScore']>['parts'][number]
type Records = NonNullable<Part['numbers'][number]['records']>
const notes = ['AT_MOST', 'AT_LEAST', 'CAPACITY_UNKNOWN', 'NOT_MARKED'] as const

/** One part of a score, opened into numbers, each number a link to its records. */
export function ScorePart({
  part: { indicator, points, compared, best, mean, notes: noted, numbers },
  year,
  organisationId,
  names,
}: {
  part: Part
  year: number
  organisationId: string
  names: ReadonlyMap<string, string>
}) {
  const text = useAssessmentText()
  const formats = useFormats()
  const words = useMeasureWords(names)
  const { role, method } = indicator
  const isCompared = method.kind === 'PROPORTIONAL' || method.kind === 'RANK_BANDS'
  const recordsOf = (records: Records) => ({
    year,
    organisationId,
    statuses: records.waiting ? 'SUBMITTED' : 'COUNTERSIGNED',
    ...(records.direction ? { directions: records.direction } : {}),
    ...(records.kind ? { kinds: records.kind } : {}),
    ...(records.area ? { areas: records.area } : {}),
    ...(records.late ? { openQuestion: 'REPORTED_LATE' } : {}),
    ...(records.indicatorCode ? { indicatorCode: records.indicatorCode } : {}),
  })
  return (
    <article className="paper" style={{ marginBottom: 12 }}>
      <Group justify="space-between" align="baseline">
        <Text fw={600}>
          {textIn(indicator.name, currentLocale())}
          {role !== 'SCORED' && (
            <Badge variant="light" color="gray" c="dark" ml="xs">
              {text(`role_${role}`)}
            </Badge>
          )}
        </Text>
        <Text fw={600}>
          {role === 'VETO'
            ? text(noted.includes('VETO_HOLDS') ? 'vetoHolds' : 'vetoDoesNot')
            : text('pointsOf', {
                points: formats.decimals(Number(points), 2),
                weight: indicator.weight,
              })}
        </Text>
      </Group>
      <Text size="sm" c="dimmed">
        {indicator.basis}
      </Text>
      {indicator.formula && (
        <Text size="sm" component="div" className="wrap">
          {text('computedBy')} <code style={formulaFont}>{indicator.formula}</code>
          {indicator.per !== 'NOTHING' && ` · ${text(`per_${indicator.per}`)}`}
          {role !== 'VETO' && method.kind !== 'POINTS' && ` = ${formats.number(compared)}`}
        </Text>
      )}
      {isCompared && mean !== null && mean !== undefined && (
        <Text size="sm">
          {text('amongAll', {
            best: best === null || best === undefined ? '—' : formats.number(best),
            mean: formats.number(mean),
          })}
        </Text>
      )}
      {numbers.length > 0 && (
        <ul style={{ margin: '6px 0 0', paddingLeft: 20 }}>
          {numbers.map(({ measure, value, unit, records }) => {
            const said = `${words.name(measure)} ${formats.number(value)} ${words.unit(unit)}`
            return (
              <li key={measure}>
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
              </li>
            )
          })}
        </ul>
      )}
      {notes
        .filter((note) => noted.includes(note))
        .map((note) => (
          <Text key={note} size="sm" c="dimmed">
            {text(`note_${note}`)}
          </Text>
        ))}
    </article>
  )
}
