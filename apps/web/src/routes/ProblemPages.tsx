import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
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

/** What browsers and Vite say of a part of the app that did not come. */
const notFetched = /dynamically imported|module script|preload/

/** Without the server a reload ends at the browser's own error page. */
const isServerThere = () =>
  fetch('/healthz').then(
    ({ ok }) => ok,
    () => false,
  )

const reloadedKey = 'gongjian.reloaded'

/** Where the server is there, a newer version or a network that came back explains it: seen after one reload. */
async function reloadOnce(): Promise<void> {
  const { href } = window.location
  if (sessionStorage.getItem(reloadedKey) === href || !(await isServerThere())) return
  sessionStorage.setItem(reloadedKey, href)
  window.location.reload()
}

export function ErrorPage({ error }: { error: unknown }) {
  const text = useUiText()
  const [isAsking, setIsAsking] = useState(false)
  const [isAlone, setIsAlone] = useState(false)
  async function tryAgain() {
    setIsAsking(true)
    if (await isServerThere()) window.location.reload()
    else setIsAlone(true)
    setIsAsking(false)
  }
  const isNotFetched = notFetched.test(String(error))
  useEffect(() => {
    if (isNotFetched) void reloadOnce()
  }, [isNotFetched])
  const usual = isNotFetched ? text('notFetched') : text('problem')
  return (
    <>
      <PageHeader title={text('problemTitle')} />
      <FailureNotice
        message={isAlone ? text('noConnection') : problemOf(error)?.message || usual}
      />
      <Button variant="default" loading={isAsking} onClick={() => void tryAgain()}>
        {text('tryAgain')}
      </Button>
    </>
  )
}
