import { useMutation } from '@apollo/client/react'
import { Button, Group, NativeSelect } from '@mantine/core'
import { ASSESSED_KINDS } from '@gongjian/domain/assessment-measures'
import type { AssessedKind } from '@gongjian/domain/assessment-measures'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import { paths } from '../../paths.ts'
import { useViewer } from '../../platform/session.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useSending } from '../../ui/use-sending.ts'
import { useWords } from '../../ui/words.ts'
import { SaveSchemeDocument } from './assessment-queries.ts'
import { ImportScheme } from './ImportScheme.tsx'
import { firstGrades, newIndicator } from './scheme-form.ts'
import { useAssessmentText } from './text.ts'

/** Begins a draft for a year and a kind of organisation. */
export function NewScheme({ years }: { years: readonly number[] }) {
  const text = useAssessmentText()
  const words = useWords()
  const viewer = useViewer()
  const navigate = useNavigate()
  const [kind, setKind] = useState<AssessedKind>('AGENCY')
  const [year, setYear] = useState(viewer.programmeYear)
  const [id] = useState(() => newId())
  const [save] = useMutation(SaveSchemeDocument)
  const { send, sending, failure, errors } = useSending()

  async function begin() {
    const isSaved = await send(
      async () =>
        (
          await save({
            variables: {
              input: {
                id,
                version: null,
                programmeYear: year,
                kind,
                title: text('newTitle', { year: String(year), kind: words.organisationKind(kind) }),
                indicators: [newIndicator('indicator1', '100')],
                grades: firstGrades,
                ties: [],
                previews: false,
              },
            },
          })
        ).data?.saveAssessmentScheme,
    )
    if (isSaved) void navigate({ to: paths.assessmentScheme(id) })
  }
  return (
    <>
      <FailureNotice message={failure ?? errors['programmeYear'] ?? null} />
      <Group align="flex-end" mt="md" className="no-print">
        <NativeSelect
          size="md"
          label={text('kind')}
          value={kind}
          data={ASSESSED_KINDS.map((value) => ({ value, label: words.organisationKind(value) }))}
          onChange={({ currentTarget: { value } }) =>
            setKind(ASSESSED_KINDS.find((one) => one === value) ?? 'AGENCY')
          }
        />
        <NativeSelect
          size="md"
          label={text('year')}
          value={String(year)}
          data={years.map(String)}
          onChange={({ currentTarget: { value } }) => setYear(Number(value))}
        />
        <Button size="md" variant="default" loading={sending} onClick={() => void begin()}>
          {text('newScheme')}
        </Button>
        <ImportScheme year={year} />
      </Group>
    </>
  )
}
