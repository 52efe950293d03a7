import { Button } from '@mantine/core'
import { problemOf } from '../platform/apollo.ts'
import { paths } from '../paths.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { FailureNotice } from '../ui/FailureNotice.tsx'
import { Link } from '../ui/Link.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { useUiText } from '../ui/text.ts'

export function NotFoundPage() {
  const text = useUiText()
  return (
    <>
      <PageHeader title={text('notFoundTitle')} />
      <EmptyState
        title={text('notFound')}
        hint={text('notFoundHint')}
        action={<Link to={paths.home()}>{text('toHome')}</Link>}
      />
    </>
  )
}

export function ErrorPage({ error }: { error: unknown }) {
  const text = useUiText()
  return (
    <>
      <PageHeader title={text('problemTitle')} />
      <FailureNotice message={problemOf(error)?.message || text('problem')} />
      <Button variant="default" onClick={() => window.location.reload()}>
        {text('tryAgain')}
      </Button>
    </>
  )
}
