import { useMutation } from '@apollo/client/react'
import { Button, Modal, NativeSelect, Radio, Stack, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { SAVED_VIEW_LIMITS, sharingsFor } from '@gongjian/domain/saved-view'
import type { SavedSearch, SavedViewSharing } from '@gongjian/domain/saved-view'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import { useViewer } from '../../platform/session.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useSending } from '../../ui/use-sending.ts'
import { SaveView } from './saved-view-documents.ts'
import type { SavedView } from './saved-view-documents.ts'
import { useExploreText } from './text.ts'

/** Keeps what is shown under a name, new or in place of one of the own views; or names and shares a view anew. */
export function SaveViewDialog({
  search,
  view,
  own = [],
  onClose,
}: {
  search: SavedSearch
  /** The view that is changed; null: what is shown is kept. */
  view: SavedView | null
  /** Own views that may be replaced by what is shown. */
  own?: readonly SavedView[]
  onClose: () => void
}) {
  const text = useExploreText()
  const { activeAssignment } = useViewer()
  const [id, setId] = useState(() => view?.id ?? newId())
  const replaced = view ?? own.find((one) => one.id === id) ?? null
  const [name, setName] = useState(view?.name ?? '')
  const [sharing, setSharing] = useState<SavedViewSharing>(view?.sharing ?? 'PRIVATE')
  const allowed = activeAssignment == null ? [] : sharingsFor(activeAssignment.role)
  const choices = allowed.includes(sharing) ? allowed : [...allowed, sharing]
  const [save] = useMutation(SaveView, {
    refetchQueries: ['SavedViews'],
    awaitRefetchQueries: true,
  })
  const { send, sending, errors, failure } = useSending()

  async function submit() {
    const done = await send(
      async () =>
        (
          await save({
            variables: {
              input: {
                id,
                version: replaced?.version ?? null,
                route: 'EXPLORE',
                name,
                search: Object.entries(search).map(([field, value]) => ({ field, value })),
                sharing,
              },
            },
          })
        ).data?.saveView,
    )
    if (!done) return
    notifications.show({ message: text('viewSaved', { name }), color: 'green' })
    onClose()
  }
  return (
    <Modal opened onClose={onClose} title={text(view === null ? 'saveView' : 'changeView')}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <Stack>
          {own.length > 0 && (
            <NativeSelect
              size="md"
              label={text('saveAs')}
              value={replaced === null ? '' : id}
              onChange={({ currentTarget: { value } }) => {
                const chosen = own.find((one) => one.id === value)
                setId(chosen?.id ?? newId())
                setName(chosen?.name ?? '')
                setSharing(chosen?.sharing ?? 'PRIVATE')
              }}
              data={[
                { value: '', label: text('newView') },
                {
                  group: text('replaceView'),
                  items: own.map((one) => ({ value: one.id, label: one.name })),
                },
              ]}
            />
          )}
          <TextInput
            size="md"
            data-autofocus
            label={text('viewName')}
            value={name}
            maxLength={SAVED_VIEW_LIMITS.name}
            error={errors['name'] ?? errors['search']}
            onChange={({ currentTarget: { value } }) => setName(value)}
          />
          <Radio.Group
            label={text('sharing')}
            description={text('sharingHint')}
            value={sharing}
            error={errors['sharing']}
            onChange={(value) => setSharing(choices.find((one) => one === value) ?? 'PRIVATE')}
          >
            <Stack gap="xs" mt={6}>
              {choices.map((one) => (
                <Radio
                  key={one}
                  value={one}
                  label={
                    one === 'ORGANISATION'
                      ? text('sharing_ORGANISATION', {
                          name: activeAssignment?.organisation.name ?? '',
                        })
                      : text(`sharing_${one}`)
                  }
                />
              ))}
            </Stack>
          </Radio.Group>
          <FailureNotice message={failure} />
          <Button type="submit" loading={sending}>
            {text('keepView')}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
