import { useMutation } from '@apollo/client/react'
import { Button, Checkbox, Group, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { BULLETIN_LIMITS, BULLETIN_ORDERS } from '@gongjian/domain/bulletin-content'
import { GRADES } from '@gongjian/domain/scheme-content'
import { useState } from 'react'
import type { BulletinQuery } from '../../generated/graphql.ts'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useSending } from '../../ui/use-sending.ts'
import { SaveBulletinDocument } from './bulletin-queries.ts'
import { useBulletinsText } from './text.ts'

export type Bulletin = NonNullable<BulletinQuery['bulletin']>

/** What the office writes. Saved, the preview shows it. */
export function BulletinForm({ bulletin, onSaved }: { bulletin: Bulletin; onSaved: () => void }) {
  const text = useBulletinsText()
  const [typed, setTyped] = useState({
    documentNumber: bulletin.documentNumber,
    title: bulletin.title,
    issuer: bulletin.issuer,
    addressees: bulletin.addressees,
    body: bulletin.body,
    attachmentTitle: bulletin.attachmentTitle,
    copies: bulletin.copies,
    printedBy: bulletin.printedBy,
    issuedOn: bulletin.issuedOn,
    order: bulletin.order,
    grades: bulletin.grades,
  })
  const [save] = useMutation(SaveBulletinDocument)
  const { send, sending, errors, failure } = useSending()

  async function submit() {
    const input = { id: bulletin.id, version: bulletin.version, ...typed }
    if (await send(async () => (await save({ variables: { input } })).data?.saveBulletin)) onSaved()
  }
  const field = (name: keyof typeof BULLETIN_LIMITS | 'issuedOn') => ({
    label: text(name === 'title' ? 'name' : name),
    value: typed[name],
    error: errors[name] ?? null,
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      setTyped((before) => ({ ...before, [name]: value })),
  })
  return (
    <form
      noValidate
      className="paper"
      aria-label={text('edit')}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Stack gap="sm">
        <FailureNotice message={failure} />
        <TextInput {...field('documentNumber')} description={text('documentNumberHint')} />
        <TextInput {...field('title')} />
        <TextInput {...field('issuer')} />
        <TextInput {...field('addressees')} />
        <Textarea
          {...field('body')}
          description={text('bodyHint')}
          autosize
          minRows={10}
          maxRows={24}
        />
        <TextInput {...field('attachmentTitle')} />
        <NativeSelect
          label={text('order')}
          value={typed.order}
          onChange={({ currentTarget: { value } }) => {
            const order = BULLETIN_ORDERS.find((one) => one === value) ?? 'RANK'
            setTyped((before) => ({ ...before, order }))
          }}
          data={BULLETIN_ORDERS.map((value) => ({ value, label: text(`order_${value}`) }))}
        />
        <Checkbox.Group
          label={text('grades')}
          value={typed.grades}
          error={errors['grades'] ?? null}
          onChange={(chosen) =>
            setTyped((before) => ({
              ...before,
              grades: GRADES.filter((grade) => chosen.includes(grade)),
            }))
          }
        >
          <Group mt="xs">
            {GRADES.map((grade) => (
              <Checkbox key={grade} value={grade} label={text(`grade_${grade}`)} />
            ))}
          </Group>
        </Checkbox.Group>
        <TextInput {...field('issuedOn')} type="date" />
        <TextInput {...field('copies')} description={text('copiesHint')} />
        <TextInput {...field('printedBy')} />
        <Group>
          <Button type="submit" loading={sending}>
            {text('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
