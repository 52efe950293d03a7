import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './ui/styles.css'
import { ApolloProvider } from '@apollo/client/react'
import { MantineProvider } from '@mantine/core'
import { RouterProvider } from '@tanstack/react-router'
import { lazy, StrictMode, Suspense } from 'react'
import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { startOf } from './features/analysis/start-of.ts'
import { paths } from './paths.ts'
import { createClient } from './platform/apollo.ts'
import { hasEarlyForm, isSentEarly } from './platform/early-page.ts'
import { activateLocale, LocaleProvider, preferredLocale } from './platform/locale.tsx'
import { afterPage } from './platform/page-there.ts'
import { ViewerDocument } from './platform/session.tsx'
import { router } from './routes/router.tsx'
import { useTheme } from './ui/theme.ts'

/** Nobody is told anything before a page is there: fetched after it. */
const Notifications = lazy(async () => ({
  default: (await import('@mantine/notifications')).Notifications,
}))

function Themed({ children }: { children: ReactNode }) {
  return (
    <MantineProvider theme={useTheme()} forceColorScheme="light">
      {children}
    </MantineProvider>
  )
}

const root = document.querySelector('#root')
if (root === null) throw new Error('the page has no root')

// Asked while the words are fetched; what fails is asked again by the page, which tells of it.
const client = createClient()
const { pathname } = window.location
const opensStart = pathname === paths.home() || pathname === paths.workbench()
client
  .query({ query: ViewerDocument })
  .then(async ({ data }) => {
    if (!opensStart || !data?.viewer || startOf(data.viewer) !== 'WORKBENCH') return
    const { askWorkbench } = await import('./features/analysis/WorkbenchPage.tsx')
    await askWorkbench(client, data.viewer)
  })
  .catch(() => undefined)
// So is what is shown next: the form, or the frame of the signed-in.
const next =
  hasEarlyForm() && !isSentEarly()
    ? [import('./routes/OpenFrame.tsx'), import('./features/accounts/SignInPage.tsx')]
    : [import('./routes/Frame.tsx')]
void Promise.all(next).catch(() => undefined)

await activateLocale(preferredLocale())
createRoot(root).render(
  <StrictMode>
    <LocaleProvider>
      <Themed>
        <Suspense fallback={null}>
          <Notifications position="top-center" />
        </Suspense>
        <ApolloProvider client={client}>
          <RouterProvider router={router} />
        </ApolloProvider>
      </Themed>
    </LocaleProvider>
  </StrictMode>,
)

/**
 * For devices without Chinese type of their own: the browser fetches only the pieces that it lacks, and what the reader
 * came for first. Without a network the device's own type has to do.
 */
function fetchType(): void {
  void import('@fontsource-variable/noto-sans-sc').catch(() => undefined)
}
void afterPage().then(() => setTimeout(fetchType, 1000))

// The server of a developer has no shell to keep.
if (import.meta.env.PROD)
  void afterPage()
    .then(() => import('./routes/NewVersion.tsx'))
    .then(({ keepInstalled }) => keepInstalled())
