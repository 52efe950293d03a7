import { Button, Center } from '@mantine/core'
import { useUiText } from './text.ts'

/** The next page of a list, put under what is there. */
export function LoadMore({
  hasNextPage,
  loading,
  onMore,
}: {
  hasNextPage: boolean
  loading: boolean
  onMore: () => void
}) {
  const text = useUiText()
  if (!hasNextPage) return null
  return (
    <Center mt="md" className="no-print">
      <Button variant="default" loading={loading} onClick={onMore}>
        {text('loadMore')}
      </Button>
    </Center>
  )
}
