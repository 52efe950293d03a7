import { useApolloClient } from '@apollo/client/react'
import { Outlet, useLocation, useNavigate, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { isOpenToAll, opensOffline, paths } from '../paths.ts'
import { problemOf } from '../platform/apollo.ts'
import { hasEarlyForm, takeEarlyEntries } from '../platform/early-page.ts'
import { useKeptViewer } from '../platform/offline/use-kept-viewer.ts'
import { onReaderElsewhere, onSessionEnded, signOutOwed } from '../platform/session-events.ts'
import { activateLocale, currentLocale } from '../platform/locale.tsx'
import { afterPage } from '../platform/page-there.ts'
import { useViewerQuery, ViewerProvider } from '../platform/session.tsx'
import type { Viewer } from '../platform/session.tsx'
import { Loading } from '../ui/Loading.tsx'
import { QueryProblem } from '../ui/QueryProblem.tsx'

// Which of both is fetched while the server is asked who is here (main.tsx).
const LazyOpenFrame = lazy(async () => ({
  default: (await import('./OpenFrame.tsx')).OpenFrame,
}))
function OpenFrame({ children }: { children: ReactNode }) {
  return (
    <Suspense fallback={<Loading />}>
      <LazyOpenFrame>{children}</LazyOpenFrame>
    </Suspense>
  )
}
const Frame = lazy(async () => ({ default: (await import('./Frame.tsx')).Frame }))

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

const SignOutOwed = lazy(async () => {
  const page = await import('../features/accounts/SignOutOwed.tsx')
  return { default: page.SignOutOwed }
})
const OfflineHome = lazy(async () => {
  const page = await import('../features/recording/OfflineHome.tsx')
  return { default: page.OfflineHome }
})

const localeOf = { ZH_CN: 'zh-CN', ZH_TW: 'zh-TW', EN: 'en' } as const

/** What every page stands in: who is here decides which frame. */
export function Shell() {
  const [leaving, setLeaving] = useState(signOutOwed.get)
  const { data, loading, error, refetch } = useViewerQuery(leaving)
  const client = useApolloClient()
  const { pathname } = useLocation()
  // The page that is there, also while another one is being fetched.
  const shown = useRouterState({
    select: ({ location, resolvedLocation }) => (resolvedLocation ?? location).pathname,
  })
  const navigate = useNavigate()
  const isUnreachable = error !== undefined && problemOf(error) === null
  // Whoever types into the form of the early page was not known when it was sent: a slow answer does not take it away.
  const isAnswered = data !== undefined || leaving || (!isUnreachable && hasEarlyForm())
  const kept = useKeptViewer(isAnswered ? 'KNOWN' : isUnreachable ? 'UNREACHABLE' : 'ASKING')
  const present = data?.viewer ?? null
  const known = data !== undefined
  // The server knows nobody any more while somebody's page is open: it stays, with all that is typed on it.
  const [wasHere, setWasHere] = useState<Viewer | null>(null)
  const left = known && present === null ? wasHere : null
  const viewer = present ?? left ?? kept
  // The page stands on what the device knows: the server cannot be asked, or no longer knows the reader.
  const isOffline = viewer !== null && viewer !== present && viewer !== left
  const signingIn = pathname === paths.signIn()
  const openToAll = isOpenToAll(pathname)
  const [sessionEnded, setSessionEnded] = useState(false)
  useEffect(() => onSessionEnded(() => setSessionEnded(true)), [])
  useEffect(
    () =>
      onReaderElsewhere((userId) => {
        if (viewer !== null && userId !== viewer.id) window.location.assign(paths.signIn())
      }),
    [viewer],
  )
  useEffect(() => {
    if (present === null) return
    setWasHere(present)
    // Where the browser keeps nothing, nothing of others is there either.
    void afterPage()
      .then(() => import('../platform/offline/arrive.ts'))
      .then(({ arrive }) => arrive(client, present))
      .catch(() => undefined)
  }, [client, present])
  useEffect(() => {
    if (!isOffline) return undefined
    const ask = () => void refetch().catch(() => undefined)
    window.addEventListener('online', ask)
    return () => window.removeEventListener('online', ask)
  }, [isOffline, refetch])

  useEffect(() => {
    if (known && viewer === null && !signingIn && !openToAll)
      void navigate({ to: paths.signIn(), replace: true })
    if (viewer !== null && !viewer.mustChangePassword && signingIn)
      void navigate({ to: paths.home(), replace: true })
  }, [known, viewer, signingIn, openToAll, navigate])
  // Its own form takes over what was typed; any other page has no use for it.
  const showsAnother = leaving || openToAll || viewer !== null || (error !== undefined && !known)
  useEffect(() => {
    if (showsAnother) takeEarlyEntries()
  }, [showsAnother])
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
  if (leaving)
    return (
      <OpenFrame>
        <Suspense fallback={<Loading />}>
          <SignOutOwed onDone={() => setLeaving(false)} />
        </Suspense>
      </OpenFrame>
    )
  if (error && !known && viewer === null)
    return (
      <OpenFrame>
        <QueryProblem error={error} onRetry={() => void refetch()} />
      </OpenFrame>
    )
  if (loading && !known && viewer === null) return <Loading />
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
      <Suspense fallback={<Loading />}>
        {/* The wall has no menu. */}
        {shown === paths.cockpit() && !isOffline ? (
          <Outlet />
        ) : (
          <Frame isOffline={isOffline}>
            {isOffline && !opensOffline(shown) ? (
              <Suspense fallback={<Loading />}>
                <OfflineHome />
              </Suspense>
            ) : (
              <Outlet />
            )}
          </Frame>
        )}
      </Suspense>
      {(sessionEnded || (known && present === null)) && (
        <Suspense fallback={null}>
          <SessionEndedDialog account={viewer.account} onSignedIn={() => setSessionEnded(false)} />
        </Suspense>
      )}
    </ViewerProvider>
  )
}
