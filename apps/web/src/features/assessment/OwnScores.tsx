import { useQuery } from '@apollo/client/react'
import { Group, Text } from '@mantine/core'
import { isAssessedKind } from '@gongjian/domain/scheme-content'
import type { AssessmentRunQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useViewer } from '../../platform/session.tsx'
import { Link } from '../../ui/Link.tsx'
import { useWords } from '../../ui/words.ts'
import { OwnScoresDocument } from './assessment-queries.ts'
import { useAssessmentText } from './text.ts'

type Kind = NonNullable<NonNullable<AssessmentRunQuery['assessmentRun']>['scheme']>['kind']

/** The reader's own place, before all others; where their organisation is of another kind, that it has none. */
export function OwnScores({ runId, kind }: { runId: string; kind: Kind | null }) {
  const text = useAssessmentText()
  const formats = useFormats()
  const words = useWords()
  const { activeAssignment } = useViewer()
  const own = activeAssignment?.organisation
  const isOne = own !== undefined && isAssessedKind(own.kind) && !activeAssignment?.zone
  const { data } = useQuery(OwnScoresDocument, {
    variables: { filter: { runId, organisationId: own?.id ?? '' } },
    skip: !isOne,
  })
  const scores = (data?.assessmentScores.edges ?? [])
    .map(({ node }) => node)
    .filter(({ organisation }) => organisation.id === own?.id)
  if (!isOne || data === undefined || kind === null) return null
  if (scores.length === 0)
    return kind === own.kind ? null : (
      <Text className="paper" mb="md">
        {text('notJudged', { kind: words.organisationKind(kind) })}
      </Text>
    )
  return scores.map(({ organisation, organisationName, total, grade, rank }) => (
    <Group key={organisation.id} className="paper" mb="md" gap="md" justify="space-between">
      <Text fw={600}>
        {text(rank === null || rank === undefined ? 'ownUnranked' : 'ownPlace', {
          organisation: organisationName,
          rank: rank ?? '',
          total: formats.decimals(Number(total), 2),
          grade: text(`grade_${grade}`),
        })}
      </Text>
      <Link to={paths.assessmentScore(runId, organisation.id)}>{text('openOwn')}</Link>
    </Group>
  ))
}
