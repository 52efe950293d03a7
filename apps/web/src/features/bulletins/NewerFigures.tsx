import { useMutation } from '@apollo/client/react'
import { Button, Group, Text } from '@mantine/core'
import type { BulletinQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Link } from '../../ui/Link.tsx'
import { useSending } from '../../ui/use-sending.ts'
import { TakeFiguresDocument } from './bulletin-queries.ts'
import { useBulletinsText } from './text.ts'

type Bulletin = NonNullable<BulletinQuery['bulletin']>

/** The run was computed anew: what is otherwise, and where the text still says what was. The text is nobody's to change but the office's. */
export function NewerFigures({
  bulletin: { id, version, newerRun, figureChanges },
  mayTake,
  onTaken,
}: {
  bulletin: Bulletin
  mayTake: boolean
  onTaken: () => void
}) {
  const text = useBulletinsText()
  const formats = useFormats()
  const [take] = useMutation(TakeFiguresDocument)
  const { send, sending, failure } = useSending()
  if (!newerRun && figureChanges.length === 0) return null
  return (
    <FailureNotice color="yellow" title={text(newerRun ? 'newerRun' : 'staleText')}>
      {newerRun && (
        <Text size="sm">
          {text('newerRunHint', { at: formats.moment(newerRun.startedAt) })}{' '}
          <Link
            to={
              newerRun.previousRunId === null
                ? paths.assessmentRun(newerRun.id)
                : paths.runMoves(newerRun.id)
            }
          >
            {text(newerRun.previousRunId === null ? 'theRun' : 'whoMoved')}
          </Link>
        </Text>
      )}
      {figureChanges.length > 0 && (
        <ul style={{ margin: '4px 0', paddingLeft: 20 }}>
          {figureChanges.map(({ figure, before, after, inText }) => (
            <li key={figure}>
              {text('figureChange', {
                figure: text(`figure_${figure}`),
                before: formats.number(before),
                after: formats.number(after),
              })}
              {inText && <strong> {text('stillInText')}</strong>}
            </li>
          ))}
        </ul>
      )}
      {newerRun && figureChanges.length === 0 && <Text size="sm">{text('sameFigures')}</Text>}
      {failure && <Text size="sm">{failure}</Text>}
      {newerRun && mayTake && (
        <Group mt="xs">
          <Button
            disabled={sending}
            onClick={() =>
              void send(
                async () =>
                  (await take({ variables: { input: { id, version } } })).data?.takeBulletinFigures,
              ).then(onTaken)
            }
          >
            {text('takeFigures')}
          </Button>
        </Group>
      )}
    </FailureNotice>
  )
}
