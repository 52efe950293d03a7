import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './ui/styles.css'
import { ApolloProvider } from '@apollo/client/react'
import { MantineProvider } from '@mantine/core'
import { RouterProvider } from '@tanstack/react-router'
import { lazy, StrictMode, Suspense } from 'react'
import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { createClient } from './platform/apollo.ts'
import { hasEarlyForm, isSentEarly } from './platform/early-page.ts'
import { activateLocale, LocaleProvider, preferredLocale } from './platform/locale.tsx'
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
void client.query({ query: ViewerDocument }).catch(() => undefined)
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
/** Does what nobody waits for, so long after the page is there: on a weak network it would take from what they wait for. */
function afterThePage(milliseconds: number, work: () => void): void {
  if (document.readyState === 'complete') setTimeout(work, milliseconds)
  else window.addEventListener('load', () => setTimeout(work, milliseconds), { once: true })
}
afterThePage(1000, fetchType)

// The server of a developer has no shell to keep. On the first visit it is a hundred and fifty files: after the page has its own.
if (import.meta.env.PROD)
  afterThePage(
    navigator.serviceWorker?.controller ? 0 : 1000,
    () => void import('./routes/NewVersion.tsx').then(({ keepInstalled }) => keepInstalled()),
  )
