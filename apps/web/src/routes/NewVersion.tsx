import { Button, Group, Stack, Text } from '@mantine/core'
import { useUiText } from '../ui/text.ts'

function NewVersion({ onUpdate, onLater }: { onUpdate: () => void; onLater: () => void }) {
  const text = useUiText()
  return (
    <Stack gap="xs" align="flex-start">
      <Text fw={600}>{text('newVersion')}</Text>
      <Text size="sm">{text('newVersionHint')}</Text>
      <Group gap="xs">
        <Button size="sm" onClick={onUpdate}>
          {text('updateNow')}
        </Button>
        <Button size="sm" variant="default" onClick={onLater}>
          {text('updateLater')}
        </Button>
      </Group>
    </Stack>
  )
}

/** Says that a newer version is there, and waits until the reader wants it or puts it off until the next visit. */
async function offerNewVersion(takeOver: () => void): Promise<void> {
  const { notifications } = await import('@mantine/notifications')
  const id = 'new-version'
  notifications.show({
    id,
    autoClose: false,
    withCloseButton: false,
    message: <NewVersion onUpdate={takeOver} onLater={() => notifications.hide(id)} />,
  })
}

/** Keeps the app on the device once the page is there. A browser that refuses to keep anything still shows the product. */
export async function keepInstalled(): Promise<void> {
  const { keepShell } = await import('../platform/offline/new-version.ts')
  await keepShell((takeOver) => void offerNewVersion(takeOver)).catch(() => undefined)
}
