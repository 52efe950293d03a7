import { useMutation } from '@apollo/client/react'
import { Button, Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useSending } from '../../ui/use-sending.ts'
import { OpenYear } from './period-queries.ts'
import { usePeriodsText } from './text.ts'

/** Opens a programme year that joins the others. */
export function OpenYearDialog({
  onClose,
  onOpened,
}: {
  onClose: () => void
  onOpened: (year: number) => void
}) {
  const text = usePeriodsText()
  const [typed, setTyped] = useState({ year: '', startsOn: '' })
  const [open] = useMutation(OpenYear)
  const { send, sending, errors, failure } = useSending()
  async function submit() {
    const done = await send(
      async () => (await open({ variables: { input: typed } })).data?.openProgrammeYear,
    )
    if (done) onOpened(Number(typed.year))
  }
  return (
    <Modal opened onClose={onClose} title={text('openYear')}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <Stack>
          <TextInput
            label={text('yearNumber')}
            description={text('yearNumberHint')}
            inputMode="numeric"
            value={typed.year}
            error={errors['year']}
            onChange={({ currentTarget: { value } }) => setTyped({ ...typed, year: value })}
          />
          <TextInput
            type="date"
            label={text('startsOn')}
            description={text('startsOnHint')}
            value={typed.startsOn}
            error={errors['startsOn']}
            onChange={({ currentTarget: { value } }) => setTyped({ ...typed, startsOn: value })}
          />
          <FailureNotice message={failure} />
          <Button type="submit" loading={sending}>
            {text('openYear')}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
