import { Anchor, Button, FileButton, Group, List, Stack, Text } from '@mantine/core'
import { ACTIVITY_KINDS } from '@gongjian/domain/vocabulary'
import { useEffect, useRef, useState } from 'react'
import { useMay } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import { ImportList } from './ImportList.tsx'
import { ImportProgress } from './ImportProgress.tsx'
import { ImportResult } from './ImportResult.tsx'
import {
  fetchImport,
  fetchImports,
  isAtWork,
  keepImport,
  sendWorkbook,
  stopImport,
  undoImport,
} from './import-requests.ts'
import type { Outcome, WholeImport } from './import-requests.ts'
import { useImportsText } from './text.ts'

/** What the server takes (receive-workbook.ts): said before the file is sent. */
const mostBytes = 200 * 1024 * 1024
/** Those that are not taken may be chosen too: the answer says what to do with them. */
const accepted = '.xlsx,.csv,.txt,.xls,.xlsm,.xlsb,.et'
const askEveryMilliseconds = 500
const isBusyWith = (shown: WholeImport | null) => shown !== null && isAtWork(shown.state)

/** Brings records in from a workbook: template, file, check, decision, and undoing; and the imports so far. */
export function ImportsPage() {
  const text = useImportsText()
  const ui = useUiText()
  const words = useWords()
  const may = useMay()
  /** Grows whenever an import has moved. */
  const [changes, setChanges] = useState(0)
  const [shown, setShown] = useState<WholeImport | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const sending = useRef<AbortController | null>(null)
  /** What share of the file has gone out; null: nothing is being sent. */
  const [sent, setSent] = useState<number | null>(null)
  const mayImport = may('sendImport')

  useEffect(() => {
    // What was begun before the page was left goes on to be shown.
    async function open() {
      const outcome = await fetchImports(null, null)
      const running = outcome.ok
        ? outcome.value.imports.find(({ state }) => isAtWork(state))
        : undefined
      if (running !== undefined) await run(fetchImport(running.id))
    }
    if (mayImport) void open()
    return () => sending.current?.abort()
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- asked once
  }, [mayImport])
  useEffect(() => {
    if (shown === null || !isAtWork(shown.state)) return undefined
    const timer = setTimeout(() => {
      void fetchImport(shown.id).then((outcome) => {
        // Not heard of now, it is asked for again.
        setShown((before) =>
          before?.id === shown.id ? (outcome.ok ? outcome.value : { ...before }) : before,
        )
        if (outcome.ok && !isAtWork(outcome.value.state)) setChanges((before) => before + 1)
      })
    }, askEveryMilliseconds)
    return () => clearTimeout(timer)
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- asked again after each answer
  }, [shown])

  async function run(work: Promise<Outcome<WholeImport>>): Promise<void> {
    setBusy(true)
    setProblem(null)
    const outcome = await work
    setBusy(false)
    if (outcome.ok) setShown(outcome.value)
    else if (sending.current?.signal.aborted !== true) setProblem(outcome.message ?? text('failed'))
    setChanges((before) => before + 1)
  }
  function send(file: File | null): void {
    if (file === null) return
    if (file.size > mostBytes) {
      setProblem(text('tooLarge', { name: file.name }))
      return
    }
    sending.current = new AbortController()
    setSent(0)
    setShown(null)
    void run(sendWorkbook(file, sending.current.signal, setSent)).finally(() => setSent(null))
  }

  if (!mayImport) return <EmptyState title={ui('mayNotSee')} />
  return (
    <>
      <PageHeader title={text('title')} subtitle={text('subtitle')} />
      <Stack className="paper" gap="sm" mb="md">
        <List type="ordered">
          <List.Item>{text('step1')}</List.Item>
          <List.Item>{text('step2')}</List.Item>
          <List.Item>{text('step3')}</List.Item>
        </List>
        <Group>
          <Button component="a" href="/api/imports/template.xlsx" variant="default" size="md">
            {text('template')}
          </Button>
          <FileButton onChange={send} accept={accepted} disabled={busy || isBusyWith(shown)}>
            {(button) => (
              <Button {...button} size="md" loading={busy} disabled={isBusyWith(shown)}>
                {text('choose')}
              </Button>
            )}
          </FileButton>
        </Group>
        <Group gap="md">
          {ACTIVITY_KINDS.map((kind) => (
            <Anchor key={kind} size="sm" href={`/api/imports/template.xlsx?kind=${kind}`} download>
              {text('templateOf', { kind: words.kind(kind) })}
            </Anchor>
          ))}
        </Group>
        {sent === null ? (
          <Text size="sm" c="dimmed">
            {text('limits')}
          </Text>
        ) : (
          <ImportProgress
            label={text('sending')}
            done={sent}
            total={1}
            onStop={() => sending.current?.abort()}
          />
        )}
        <FailureNotice message={problem} />
      </Stack>
      {shown !== null && (
        <ImportResult
          shown={shown}
          busy={busy}
          onKeep={(as) => void run(keepImport(shown.id, as))}
          onUndo={() => void run(undoImport(shown.id))}
          onStop={() => void run(stopImport(shown.id))}
        />
      )}
      <ImportList changes={changes} onOpen={(id) => void run(fetchImport(id))} />
    </>
  )
}
