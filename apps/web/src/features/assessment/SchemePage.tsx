import { useMutation, useQuery } from '@apollo/client/react'
import { Badge, Button } from '@mantine/core'
import { Link as RouterLink, useNavigate, useParams } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { v7 as newId } from 'uuid'
import { paths } from '../../paths.ts'
import { saveFile } from '../../platform/save-file.ts'
import { useMay } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useUiText } from '../../ui/text.ts'
import { useSending } from '../../ui/use-sending.ts'
import { useWords } from '../../ui/words.ts'
import { SaveSchemeDocument, SchemeDocument } from './assessment-queries.ts'
import { CopySchemeDialog } from './CopySchemeDialog.tsx'
import { formOf } from './scheme-form.ts'
import { SchemeEditor } from './SchemeEditor.tsx'
import { SchemeTable } from './SchemeTable.tsx'
import { useAssessmentText } from './text.ts'

/** One scheme: a draft is written on here, what is in force is read. */
export function SchemePage() {
  const text = useAssessmentText()
  const ui = useUiText()
  const words = useWords()
  const may = useMay()
  const navigate = useNavigate()
  const { id = '' } = useParams({ strict: false })
  const { data, error, refetch } = useQuery(SchemeDocument, {
    variables: { id },
    skip: !may('assessmentScheme'),
    fetchPolicy: 'cache-and-network',
  })
  const [isCopying, setCopying] = useState(false)
  const [save] = useMutation(SaveSchemeDocument)
  const { send, sending, failure } = useSending()
  const names = useMemo(
    () =>
      new Map(
        (data?.assessmentMeasures ?? []).flatMap(({ key, name }) => (name ? [[key, name]] : [])),
      ),
    [data],
  )

  if (!may('assessmentScheme')) return <EmptyState title={ui('mayNotSee')} />
  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading />
  const scheme = data.assessmentScheme
  if (!scheme) return <EmptyState title={text('notFound')} hint={text('notFoundHint')} />
  const current = scheme
  const isWritten = scheme.status === 'DRAFT' && may('saveAssessmentScheme')

  async function revise() {
    const next = newId()
    const isSaved = await send(
      async () =>
        (await save({ variables: { input: { id: next, version: null, ...formOf(current) } } })).data
          ?.saveAssessmentScheme,
    )
    if (isSaved) void navigate({ to: paths.assessmentScheme(next) })
  }
  return (
    <>
      <PageHeader
        title={scheme.title || text('untitled')}
        subtitle={
          <>
            {words.organisationKind(scheme.kind)} · {scheme.programmeYear} ·{' '}
            {text('revisionNumber', { number: scheme.revision })}{' '}
            <Badge variant="light" color={scheme.status === 'IN_FORCE' ? 'green' : 'gray'} c="dark">
              {text(`status_${scheme.status}`)}
            </Badge>
          </>
        }
        actions={
          <>
            {may('assessmentSimulations') && (
              <Button
                variant="default"
                component={RouterLink}
                to={paths.assessmentSimulation(scheme.id)}
              >
                {text('simulation')}
              </Button>
            )}
            {may('saveAssessmentScheme') && (
              <Button variant="default" onClick={() => setCopying(true)}>
                {text('copyTo')}
              </Button>
            )}
            <Button
              variant="default"
              onClick={() =>
                saveFile(
                  new Blob([scheme.file], { type: 'application/json' }),
                  `${scheme.title || text('untitled')}.json`,
                )
              }
            >
              {text('exportScheme')}
            </Button>
            {scheme.status !== 'DRAFT' && may('saveAssessmentScheme') && (
              <Button variant="default" loading={sending} onClick={() => void revise()}>
                {text('newRevision')}
              </Button>
            )}
          </>
        }
      />
      <FailureNotice message={failure} />
      {isCopying && <CopySchemeDialog form={formOf(scheme)} onClose={() => setCopying(false)} />}
      {isWritten ? (
        <SchemeEditor
          key={scheme.id}
          scheme={scheme}
          measures={data.assessmentMeasures}
          names={names}
          onMoved={() => void refetch()}
        />
      ) : (
        <SchemeTable scheme={scheme} names={names} />
      )}
    </>
  )
}
