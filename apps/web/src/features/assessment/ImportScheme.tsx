import { useMutation } from '@apollo/client/react'
import { Button, FileButton } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import { paths } from '../../paths.ts'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useSending } from '../../ui/use-sending.ts'
import { ImportSchemeDocument } from './assessment-queries.ts'
import { useAssessmentText } from './text.ts'

/** Takes a scheme from a file, as a draft of the year that is chosen. */
export function ImportScheme({ year }: { year: number }) {
  const text = useAssessmentText()
  const navigate = useNavigate()
  const [take] = useMutation(ImportSchemeDocument)
  const { send, sending, failure, errors } = useSending()
  /** The same file is read again when it is picked again. */
  const [picked, setPicked] = useState(0)

  async function read(file: File | null) {
    if (file === null) return
    const id = newId()
    const isTaken = await send(
      async () =>
        (await take({ variables: { input: { id, programmeYear: year, file: await file.text() } } }))
          .data?.importAssessmentScheme,
    )
    setPicked(picked + 1)
    if (isTaken) void navigate({ to: paths.assessmentScheme(id) })
  }
  return (
    <>
      <FileButton key={picked} accept="application/json,.json" onChange={(file) => void read(file)}>
        {(button) => (
          <Button {...button} size="md" variant="default" loading={sending}>
            {text('importScheme')}
          </Button>
        )}
      </FileButton>
      <FailureNotice message={failure ?? errors['file'] ?? errors['programmeYear'] ?? null} />
    </>
  )
}
