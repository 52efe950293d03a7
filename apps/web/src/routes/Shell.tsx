import { Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { isOpenToAll, paths } from '../paths.ts'
import { onSessionEnded } from '../platform/session-events.ts'
import { activateLocale, currentLocale } from '../platform/locale.tsx'
import { useViewerQuery, ViewerProvider } from '../platform/session.tsx'
import { Loading } from '../ui/Loading.tsx'
import { QueryProblem } from '../ui/QueryProblem.tsx'
import { Frame } from './Frame.tsx'
import { OpenFrame } from './OpenFrame.tsx'

const SignInPage = lazy(async () => {
  const page = await import('../features/accounts/SignInPage.tsx')
  return { default: page.SignInPage }
})

const FirstPasswordPage = lazy(async () => {
  const page = await import('../features/accounts/FirstPasswordPage.tsx')
  return { default: page.FirstPasswordPage }
})
const SessionEndedDialog = lazy(async () => {
  const dialog = await import('../features/accounts/SessionEndedDialog.tsx')
  return { default: dialog.SessionEndedDialog }
})

const localeOf = { ZH_CN: 'zh-CN', ZH_TW: 'zh-TW', EN: 'en' } as const

/** What every page stands in: who is here decides which frame. */
export function Shell() {
  const { data, loading, error, refetch } = useViewerQuery()
  const { pathname } = useLocation()
  const navigate = useNavigate()
  const viewer = data?.viewer ?? null
  const signingIn = pathname === paths.signIn()
  const openToAll = isOpenToAll(pathname)
  const known = data !== undefined
  const [sessionEnded, setSessionEnded] = useState(false)
  useEffect(() => onSessionEnded(() => setSessionEnded(true)), [])

  useEffect(() => {
    if (known && viewer === null && !signingIn && !openToAll)
      void navigate({ to: paths.signIn(), replace: true })
    if (viewer !== null && !viewer.mustChangePassword && signingIn)
      void navigate({ to: paths.home(), replace: true })
  }, [known, viewer, signingIn, openToAll, navigate])
  // Only on arrival: afterwards the switch decides.
  const arrivedAs = useRef<string | null>(null)
  useEffect(() => {
    if (viewer === null || arrivedAs.current === viewer.id) return
    arrivedAs.current = viewer.id
    const chosen = viewer.locale ? localeOf[viewer.locale] : null
    if (chosen !== null && chosen !== currentLocale()) void activateLocale(chosen)
  }, [viewer])

  if (openToAll)
    return (
      <OpenFrame>
        <Outlet />
      </OpenFrame>
    )
  if (error && !known)
    return (
      <OpenFrame>
        <QueryProblem error={error} onRetry={() => void refetch()} />
      </OpenFrame>
    )
  if (loading && !known) return <Loading />
  if (viewer?.mustChangePassword)
    return (
      <OpenFrame>
        <ViewerProvider viewer={viewer}>
          <Suspense fallback={<Loading />}>
            <FirstPasswordPage />
          </Suspense>
        </ViewerProvider>
      </OpenFrame>
    )
  // No page of the product is shown without a reader, not even for the moment in which the address changes.
  if (viewer === null)
    return (
      <OpenFrame>
        <Suspense fallback={<Loading />}>
          <SignInPage />
        </Suspense>
      </OpenFrame>
    )
  if (signingIn) return <Loading />
  return (
    <ViewerProvider viewer={viewer}>
      <Frame>
        <Outlet />
      </Frame>
      {sessionEnded && (
        <Suspense fallback={null}>
          <SessionEndedDialog account={viewer.account} onSignedIn={() => setSessionEnded(false)} />
        </Suspense>
      )}
    </ViewerProvider>
  )
}
