import { useQuery } from '@apollo/client/react'
import { Badge, Group } from '@mantine/core'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { Link } from '../../ui/Link.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import { JointAssessmentsDocument } from './joint-queries.ts'
import { OpenScoring } from './OpenScoring.tsx'
import { useJointText } from './text.ts'

/** The joint assessments: what waits for one's own marks, and how far all are. */
export function JointListPage() {
  const text = useJointText()
  const ui = useUiText()
  const words = useWords()
  const formats = useFormats()
  const may = useMay()
  const { data, error, refetch } = useQuery(JointAssessmentsDocument, {
    skip: !may('jointAssessments'),
    fetchPolicy: 'cache-and-network',
  })
  if (!may('jointAssessments')) return <EmptyState title={ui('mayNotSee')} />
  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading />
  const joints = data.jointAssessments
  return (
    <>
      <PageHeader
        title={text('title')}
        subtitle={
          <>
            {text('subtitle')}{' '}
            {may('appeals') && <Link to={paths.appeals()}>{text('appeals')}</Link>}
          </>
        }
        actions={joints.length > 0 && <ExportMenu table="joint-assessments" filter={{}} />}
      />
      <div className="paper">
        {joints.length === 0 ? (
          <EmptyState
            title={text('none')}
            hint={text(may('openJointScoring') ? 'noneHint' : 'noneWait')}
          />
        ) : (
          <DataTable
            caption={text('title')}
            rows={joints}
            keyOf={({ id }) => id}
            columns={[
              {
                key: 'scheme',
                head: text('scheme'),
                main: true,
                cell: ({ id, scheme }) => (
                  <Link to={paths.jointAssessment(id)}>{scheme?.title ?? id}</Link>
                ),
              },
              {
                key: 'kind',
                head: text('kind'),
                wideOnly: true,
                cell: ({ scheme }) => (scheme ? words.organisationKind(scheme.kind) : ''),
              },
              { key: 'state', head: text('state'), cell: ({ state }) => text(`state_${state}`) },
              {
                key: 'due',
                head: text('dueOn'),
                cell: ({ dueOn, isLate }) => (
                  <Group gap="xs">
                    {formats.day(dueOn)}
                    {isLate && (
                      <Badge variant="light" color="red" c="dark">
                        {text('late')}
                      </Badge>
                    )}
                  </Group>
                ),
              },
              {
                key: 'sheets',
                head: text('mySheet'),
                cell: ({ id, bodies }) => {
                  const mine = bodies.filter(({ isMine }) => isMine)
                  if (mine.length === 0) return text('noSheet')
                  return mine.map(({ level, bodyId, given, wanted, state }) => (
                    <div key={level}>
                      <Link to={paths.jointSheet(id, level, bodyId)}>
                        {state === 'MARKING'
                          ? text('toMark', { given, wanted })
                          : text(`body_${state}`)}
                      </Link>
                    </div>
                  ))
                },
              },
            ]}
          />
        )}
        {may('openJointScoring') && (
          <OpenScoring
            taken={joints.flatMap(({ scheme }) => (scheme ? [scheme.id] : []))}
            onOpened={() => void refetch()}
          />
        )}
      </div>
    </>
  )
}
