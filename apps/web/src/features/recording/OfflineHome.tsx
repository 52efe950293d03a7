import { EmptyState } from '../../ui/EmptyState.tsx'
import { Group } from '@mantine/core'
import { paths } from '../../paths.ts'
import { Link } from '../../ui/Link.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { useRecordingText } from './text.ts'

/** In place of the pages that need a network, where the app was opened without one. */
export function OfflineHome() {
  const text = useRecordingText()
  return (
    <>
      <PageHeader title={text('offline')} />
      <EmptyState
        title={text('offlineTitle')}
        hint={text('offlineHint')}
        action={
          <Group>
            <Link to={paths.newRecord()}>{text('title')}</Link>
            <Link to={paths.outbox()}>{text('outbox')}</Link>
          </Group>
        }
      />
    </>
  )
}
