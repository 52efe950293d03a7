import { Badge, Group, Text } from '@mantine/core'
import type { AssessmentScoreQuery } from '../../generated/graphql.ts'
import { currentLocale, useFormats } from '../../platform/locale.tsx'
import { useMeasureWords } from './measure-words.ts'
import { formulaFont } from './formula-font.ts'
import { useMethodWords } from './method-words.ts'
import { NumberLine } from './NumberLine.tsx'
import { textIn } from './text-in.ts'
import { useAssessmentText } from './text.ts'
import { useFormulaWords } from './use-formula-words.ts'

type Part = NonNullable<AssessmentScoreQuery['assessmentScore']>['parts'][number]
const notes = ['AT_MOST', 'AT_LEAST', 'CAPACITY_UNKNOWN', 'NOT_MARKED'] as const

const countsOf = ({ of }: Part['numbers'][number]) => of.map(({ measure }) => measure).join(' ')
/** Two that are made of the same counts tell them once. */
const isToldBefore = (number: Part['numbers'][number], before: Part['numbers']) =>
  before.some((one) => countsOf(one) === countsOf(number))

/** One part of a score, opened into numbers, each number a link to its records. */
export function ScorePart({
  part: { indicator, points, compared, best, mean, notes: noted, numbers, marks },
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
  const how = useMethodWords()
  const inWords = useFormulaWords(names)
  const { role, method } = indicator
  const isCompared = method.kind === 'PROPORTIONAL' || method.kind === 'RANK_BANDS'
  const sentence = role === 'VETO' || method.kind === 'POINTS' ? '' : how(indicator)
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
          {text('computedBy')}{' '}
          {inWords(indicator.formula) ?? <span style={formulaFont}>{indicator.formula}</span>}
          {indicator.per !== 'NOTHING' && ` · ${text(`per_${indicator.per}`)}`}
          {role !== 'VETO' && method.kind !== 'POINTS' && ` = ${formats.number(compared)}`}
        </Text>
      )}
      {sentence !== '' && <Text size="sm">{text('pointsBy', { how: sentence })}</Text>}
      {marks.length > 0 && (
        <ul style={{ margin: '6px 0 0', paddingLeft: 20 }}>
          {marks.map(({ level, points: given }) => (
            <li key={level}>
              {text('levelGave', { level: text(`level_${level}`), points: formats.number(given) })}
            </li>
          ))}
        </ul>
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
          {numbers.map((number, index) => (
            <NumberLine
              key={number.measure}
              number={
                isToldBefore(number, numbers.slice(0, index)) ? { ...number, of: [] } : number
              }
              year={year}
              organisationId={organisationId}
              words={words}
            />
          ))}
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
