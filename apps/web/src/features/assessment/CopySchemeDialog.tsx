import { useMutation, useQuery } from '@apollo/client/react'
import { Button, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { ASSESSED_KINDS } from '@gongjian/domain/assessment-measures'
import type { AssessedKind } from '@gongjian/domain/assessment-measures'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import { paths } from '../../paths.ts'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useSending } from '../../ui/use-sending.ts'
import { useWords } from '../../ui/words.ts'
import { AssessmentYearsDocument, SaveSchemeDocument } from './assessment-queries.ts'
import { copiedForm } from './scheme-form.ts'
import type { SchemeForm } from './scheme-form.ts'
import { useAssessmentText } from './text.ts'

/** Copies a scheme into another year, or for another kind of organisation, as a draft. */
export function CopySchemeDialog({ form, onClose }: { form: SchemeForm; onClose: () => void }) {
  const text = useAssessmentText()
  const words = useWords()
  const navigate = useNavigate()
  const { data } = useQuery(AssessmentYearsDocument)
  const years = (data?.periods ?? []).map(({ year }) => year).sort((a, b) => b - a)
  const [kind, setKind] = useState<AssessedKind>(form.kind)
  const [year, setYear] = useState<number | null>(null)
  const [typed, setTyped] = useState<string | null>(null)
  const [id] = useState(() => newId())
  const [save] = useMutation(SaveSchemeDocument)
  const { send, sending, failure, errors } = useSending()
  const programmeYear = year ?? years[0] ?? form.programmeYear
  const title =
    typed ??
    form.title
      .replaceAll(String(form.programmeYear), String(programmeYear))
      .replaceAll(words.organisationKind(form.kind), words.organisationKind(kind))

  async function copy() {
    const input = { id, version: null, ...copiedForm(form, { programmeYear, kind, title }) }
    const isSaved = await send(
      async () => (await save({ variables: { input } })).data?.saveAssessmentScheme,
    )
    if (!isSaved) return
    onClose()
    void navigate({ to: paths.assessmentScheme(id) })
  }
  return (
    <Modal opened onClose={onClose} title={text('copyTitle')}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void copy()
        }}
      >
        <Stack>
          <Text size="sm">{text('copyHint')}</Text>
          <NativeSelect
            size="md"
            label={text('year')}
            value={String(programmeYear)}
            data={years.map(String)}
            onChange={({ currentTarget: { value } }) => setYear(Number(value))}
          />
          <NativeSelect
            size="md"
            label={text('kind')}
            value={kind}
            data={ASSESSED_KINDS.map((value) => ({ value, label: words.organisationKind(value) }))}
            onChange={({ currentTarget: { value } }) =>
              setKind(ASSESSED_KINDS.find((one) => one === value) ?? form.kind)
            }
          />
          <TextInput
            size="md"
            label={text('schemeTitle')}
            value={title}
            error={errors['title']}
            onChange={({ currentTarget: { value } }) => setTyped(value)}
          />
          <FailureNotice message={failure ?? errors['programmeYear'] ?? null} />
          <Button type="submit" loading={sending}>
            {text('copy')}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
