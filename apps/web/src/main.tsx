import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './ui/styles.css'
import { ApolloProvider } from '@apollo/client/react'
import { MantineProvider } from '@mantine/core'
import { RouterProvider } from '@tanstack/react-router'
import { lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { createClient } from './platform/apollo.ts'
import { activateLocale, LocaleProvider, preferredLocale } from './platform/locale.tsx'
import { router } from './routes/router.tsx'
import { theme } from './ui/theme.ts'

// For devices without Chinese type of their own: the browser fetches only the pieces that it lacks.
void import('@fontsource-variable/noto-sans-sc')

/** Nobody is told anything before a page is there: fetched after it. */
const Notifications = lazy(async () => ({
  default: (await import('@mantine/notifications')).Notifications,
}))

const root = document.querySelector('#root')
if (root === null) throw new Error('the page has no root')

await activateLocale(preferredLocale())
createRoot(root).render(
  <StrictMode>
    <LocaleProvider>
      <MantineProvider theme={theme} forceColorScheme="light">
        <Suspense fallback={null}>
          <Notifications position="top-center" />
        </Suspense>
        <ApolloProvider client={createClient()}>
          <RouterProvider router={router} />
        </ApolloProvider>
      </MantineProvider>
    </LocaleProvider>
  </StrictMode>,
)
