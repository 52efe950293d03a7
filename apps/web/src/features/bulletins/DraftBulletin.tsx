import { useMutation, useQuery } from '@apollo/client/react'
import { Button, Group, NativeSelect, Stack, Text, Title } from '@mantine/core'
import { BULLETIN_ORDERS } from '@gongjian/domain/bulletin-content'
import type { BulletinOrder } from '@gongjian/domain/bulletin-content'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Link } from '../../ui/Link.tsx'
import { useSending } from '../../ui/use-sending.ts'
import { DraftableDocument, DraftBulletinDocument } from './bulletin-queries.ts'
import { useBulletinsText } from './text.ts'

/** Begins a bulletin: from which run, in which order, in the place of which other. */
export function DraftBulletin() {
  const text = useBulletinsText()
  const formats = useFormats()
  const navigate = useNavigate()
  const { data } = useQuery(DraftableDocument, {
    variables: { published: { states: ['PUBLISHED'] } },
    fetchPolicy: 'cache-and-network',
  })
  const [id] = useState(() => newId())
  const [chosen, setChosen] = useState<string | null>(null)
  const [order, setOrder] = useState<BulletinOrder>('RANK')
  const [replacesId, setReplacesId] = useState('')
  const [draft] = useMutation(DraftBulletinDocument)
  const { send, sending, failure } = useSending()
  if (data === undefined) return null
  const runs = data.assessmentRuns.edges
    .map(({ node }) => node)
    .filter(({ state }) => state === 'DONE')
  const runId = chosen ?? runs[0]?.id ?? ''

  async function submit() {
    const input = { id, runId, order, replacesId: replacesId || null }
    if (await send(async () => (await draft({ variables: { input } })).data?.draftBulletin))
      void navigate({ to: paths.bulletin(id) })
  }
  return (
    <form
      noValidate
      className="paper no-print"
      style={{ marginBottom: 16 }}
      aria-labelledby="draft-bulletin"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Stack gap="sm">
        <Title order={2} size="h3" id="draft-bulletin">
          {text('draft')}
        </Title>
        <FailureNotice message={failure} />
        {runs.length === 0 ? (
          <Text>
            {text('noRun')} <Link to={paths.assessment()}>{text('toAssessment')}</Link>
          </Text>
        ) : (
          <>
            <Group align="flex-end">
              <NativeSelect
                size="md"
                label={text('run')}
                value={runId}
                onChange={(event) => setChosen(event.currentTarget.value)}
                data={runs.map((run) => ({
                  value: run.id,
                  label: `${run.scheme?.title ?? run.programmeYear} · ${formats.moment(run.startedAt)}`,
                }))}
                style={{ flex: '1 1 260px' }}
              />
              <NativeSelect
                size="md"
                label={text('order')}
                value={order}
                onChange={(event) =>
                  setOrder(
                    BULLETIN_ORDERS.find((one) => one === event.currentTarget.value) ?? 'RANK',
                  )
                }
                data={BULLETIN_ORDERS.map((value) => ({ value, label: text(`order_${value}`) }))}
              />
              {data.bulletins.edges.length > 0 && (
                <NativeSelect
                  size="md"
                  label={text('replaces')}
                  value={replacesId}
                  onChange={(event) => setReplacesId(event.currentTarget.value)}
                  data={[
                    { value: '', label: text('replacesNone') },
                    ...data.bulletins.edges.map(({ node }) => ({
                      value: node.id,
                      label: `${node.documentNumber} ${node.title}`,
                    })),
                  ]}
                  style={{ flex: '1 1 200px', minWidth: 0 }}
                />
              )}
            </Group>
            <Group>
              <Button type="submit" loading={sending}>
                {text('draftButton')}
              </Button>
              <Text size="sm" c="dimmed" style={{ flex: '1 1 240px' }}>
                {text('draftHint')}
              </Text>
            </Group>
          </>
        )}
      </Stack>
    </form>
  )
}
