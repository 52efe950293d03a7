import { useMutation } from '@apollo/client/react'
import { Button, NativeSelect, Text, Textarea, Title } from '@mantine/core'
import { APPEAL_LIMITS } from '@gongjian/domain/appeal-actions'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useSending } from '../../ui/use-sending.ts'
import { FileAppealDocument } from './appeal-queries.ts'
import { useAppealText } from './text.ts'

/** Appeals against a part of one's score, or the whole, while the days for it last. */
export function FileAppeal({
  jointId,
  until,
  organisationId,
  parts,
}: {
  jointId: string
  until: string
  organisationId: string
  parts: readonly { code: string; name: string }[]
}) {
  const text = useAppealText()
  const formats = useFormats()
  const navigate = useNavigate()
  const [id] = useState(() => newId())
  const [indicatorCode, setIndicatorCode] = useState('')
  const [reason, setReason] = useState('')
  const [file] = useMutation(FileAppealDocument)
  const { send, sending, errors, failure } = useSending()
  async function submit() {
    const input = { id, jointId, organisationId, indicatorCode, reason }
    const isFiled = await send(async () => (await file({ variables: { input } })).data?.fileAppeal)
    if (isFiled) void navigate({ to: paths.appeal(id) })
  }
  return (
    <form
      noValidate
      className="paper no-print"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Title order={2} size="h3">
        {text('fileTitle')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {text('fileHint', { day: formats.day(until) })}
      </Text>
      <FailureNotice message={failure} />
      <NativeSelect
        size="md"
        label={text('part')}
        value={indicatorCode}
        data={[
          { value: '', label: text('whole') },
          ...parts.map(({ code, name }) => ({ value: code, label: name })),
        ]}
        error={errors['indicatorCode']}
        onChange={({ currentTarget: { value } }) => setIndicatorCode(value)}
      />
      <Textarea
        mt="md"
        size="md"
        label={text('reason')}
        description={text('reasonHint')}
        autosize
        minRows={3}
        maxLength={APPEAL_LIMITS.reason}
        value={reason}
        error={errors['reason']}
        onChange={({ currentTarget: { value } }) => setReason(value)}
      />
      <Button mt="md" size="md" type="submit" loading={sending}>
        {text('file')}
      </Button>
    </form>
  )
}
