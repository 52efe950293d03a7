import { Button, Group, Radio, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { ImportProgress } from './ImportProgress.tsx'
import { ImportRows } from './ImportRows.tsx'
import { isAtWork } from './import-requests.ts'
import type { WholeImport } from './import-requests.ts'
import { useImportsText } from './text.ts'

/** What the check of a workbook found, and what may be done with it. */
export function ImportResult({
  shown,
  busy,
  onKeep,
  onUndo,
  onStop,
}: {
  shown: WholeImport
  busy: boolean
  onKeep: (as: 'DRAFT' | 'SUBMITTED') => void
  onUndo: () => void
  onStop: () => void
}) {
  const text = useImportsText()
  const [as, setAs] = useState<'DRAFT' | 'SUBMITTED'>('DRAFT')
  const {
    state,
    goodRows,
    badRows,
    duplicateRows,
    similarRows,
    keptRows,
    doneRows,
    totalRows,
    problem,
  } = shown
  const mayKeep = state === 'STOPPED' || (state === 'CHECKED' && goodRows > 0)
  return (
    <Stack className="paper" gap="sm" mb="md" component="section" aria-label={shown.fileName}>
      <Title order={2} size="h3" className="wrap">
        {shown.fileName}
      </Title>
      {isAtWork(state) ? (
        <ImportProgress
          label={text(`atWork_${state}`, { done: doneRows, total: totalRows ?? 0 })}
          done={doneRows}
          total={totalRows}
          onStop={onStop}
        />
      ) : (
        <Text role="status">
          {state === 'CHECKED' &&
            text('checked', { good: goodRows, bad: badRows, duplicate: duplicateRows })}
          {state === 'FAILED' && text('failedSaid')}
          {state === 'CANCELLED' && text('cancelledSaid')}
          {state === 'STOPPED' && text('stoppedSaid', { kept: keptRows })}
          {state === 'KEPT' && text('keptSaid', { kept: keptRows })}
          {state === 'UNDONE' && text('undoneSaid', { undone: doneRows })}
        </Text>
      )}
      {state === 'CHECKED' && similarRows > 0 && (
        <Text size="sm">{text('similarSaid', { similar: similarRows })}</Text>
      )}
      <FailureNotice message={problem?.message ?? null} />
      {mayKeep && (
        <>
          <Radio.Group
            label={text('as')}
            value={as}
            onChange={(value) => setAs(value === 'SUBMITTED' ? value : 'DRAFT')}
          >
            <Group mt="xs">
              <Radio value="DRAFT" label={text('asDraft')} />
              <Radio value="SUBMITTED" label={text('asSubmitted')} />
            </Group>
          </Radio.Group>
        </>
      )}
      {!isAtWork(state) && (
        <Group>
          {mayKeep && (
            <Button size="md" loading={busy} onClick={() => onKeep(as)}>
              {state === 'STOPPED' ? text('goOn') : text('keep', { good: goodRows })}
            </Button>
          )}
          {(state === 'KEPT' || state === 'STOPPED') && (
            <Button size="md" color="red" variant="light" loading={busy} onClick={onUndo}>
              {text('undo', { kept: keptRows })}
            </Button>
          )}
          {badRows + duplicateRows + similarRows > 0 && (
            <Button
              component="a"
              href={`/api/imports/${shown.id}/marked.xlsx`}
              variant="default"
              size="md"
            >
              {text('marked')}
            </Button>
          )}
        </Group>
      )}
      {!isAtWork(state) && <ImportRows key={`${shown.id} ${state}`} shown={shown} />}
    </Stack>
  )
}
