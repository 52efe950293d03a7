import { useMutation, useQuery } from '@apollo/client/react'
import { Button, Group, Text } from '@mantine/core'
import { sheetRefusal } from '@gongjian/domain/joint-actions'
import { MARKING_LEVELS } from '@gongjian/domain/scheme-content'
import { useParams } from '@tanstack/react-router'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Link } from '../../ui/Link.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useUiText } from '../../ui/text.ts'
import { useSending } from '../../ui/use-sending.ts'
import { MoveSheetDocument, SheetDocument } from './joint-queries.ts'
import { MarkTable } from './MarkTable.tsx'
import { useJointText } from './text.ts'
import { useMarks } from './use-marks.ts'

/** The sheet of one level: marks for many organisations, by keyboard or pasted from a spreadsheet, kept as they are typed. */
export function SheetPage() {
  const text = useJointText()
  const ui = useUiText()
  const formats = useFormats()
  const may = useMay()
  const { id: jointId = '', level: asked = '', bodyId = '' } = useParams({ strict: false })
  const level = MARKING_LEVELS.find((one) => one === asked) ?? 'CITY'
  const name = { jointId, level, bodyId }
  const { data, error, loading, refetch, fetchMore } = useQuery(SheetDocument, {
    variables: { ...name, after: null },
    skip: !may('jointSheet'),
    fetchPolicy: 'network-only',
    nextFetchPolicy: 'cache-first',
  })
  const sheet = data?.jointSheet
  const marks = useMarks(
    name,
    (code) => sheet?.indicators.find((one) => one.code === code)?.weight ?? '0',
  )
  const [move] = useMutation(MoveSheetDocument)
  const moving = useSending()
  if (!may('jointSheet')) return <EmptyState title={ui('mayNotSee')} />
  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading />
  if (!sheet) return <EmptyState title={text('sheetNotFound')} hint={text('sheetNotFoundHint')} />

  const { joint, body } = sheet
  const { given, wanted } = marks.progress ?? body
  const facts = { state: joint.state, bodyState: body.state, missing: wanted - given }
  const mayMark = body.isMine && sheetRefusal('MARK', facts) === null
  const deliverRefusal = sheetRefusal('DELIVER', facts)
  const mayTakeBack = body.isMine && sheetRefusal('TAKE_BACK', facts) === null
  async function doMove(what: 'DELIVER' | 'TAKE_BACK') {
    const isDone = await moving.send(
      async () =>
        (await move({ variables: { input: { ...name, move: what } } })).data?.moveJointSheet,
    )
    if (isDone) await refetch()
  }

  return (
    <>
      <PageHeader
        title={text('sheetTitle', { level: text(`level_${level}`), body: body.bodyName })}
        subtitle={
          <>
            <Link to={paths.jointAssessment(jointId)}>{joint.scheme?.title ?? ''}</Link> ·{' '}
            {text('dueBy', { day: formats.day(joint.dueOn) })} ·{' '}
            {body.leftOutReason ??
              (body.state === 'MARKING'
                ? text('toMark', { given, wanted })
                : text(`body_${body.state}`))}
          </>
        }
        actions={
          <Group gap="sm">
            <ExportMenu table="joint-sheet" filter={name} />
            {mayTakeBack ? (
              <Button
                variant="default"
                loading={moving.sending}
                onClick={() => void doMove('TAKE_BACK')}
              >
                {text('takeBack')}
              </Button>
            ) : (
              mayMark && (
                <Button
                  loading={moving.sending}
                  disabled={deliverRefusal !== null}
                  onClick={() => void doMove('DELIVER')}
                >
                  {text('deliver')}
                </Button>
              )
            )}
          </Group>
        }
      />
      <FailureNotice message={moving.failure ?? marks.failure} />
      {mayMark && (
        <Text size="sm" c="dimmed" mb="sm" role="status">
          {text('howToMark')}{' '}
          {deliverRefusal === 'MARKS_MISSING'
            ? text('missing', { count: wanted - given })
            : text('allGiven')}
        </Text>
      )}
      <MarkTable sheet={sheet} isFixed={!mayMark} marks={marks} />
      <LoadMore
        hasNextPage={sheet.lines.pageInfo.hasNextPage}
        loading={loading}
        onMore={() => void fetchMore({ variables: { after: sheet.lines.pageInfo.endCursor } })}
      />
    </>
  )
}
