/**
 * Stands in the page itself (early-start.ts of the build), for who has a session: asks at once who is here, and names
 * the files that are needed after the first ones, which the app would find out about step by step.
 */
/** The answer to who is here, asked before the app was there. */
export type EarlyViewer = Promise<Response>

declare global {
  interface Window {
    /** The app takes it once. */
    earlyViewer?: EarlyViewer | undefined
  }
}

/** Written in when the client is built. */
declare const START_OF_THIS_BUILD: {
  viewer: string
  always: string[]
  words: Record<string, string[]>
  pages: Record<string, string[]>
}

const start = START_OF_THIS_BUILD
window.earlyViewer = fetch('/graphql', {
  method: 'POST',
  credentials: 'same-origin',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ documentId: start.viewer, operationName: 'Viewer', variables: {} }),
})
// Who takes it sees that it failed, and asks again.
window.earlyViewer.catch(() => undefined)

const [, opened = ''] = location.pathname.split('/')
const language = localStorage.getItem('gongjian.locale') ?? document.documentElement.lang
for (const file of [
  ...(start.words[language] ?? []),
  ...start.always,
  ...(start.pages[opened] ?? []),
]) {
  const link = document.createElement('link')
  link.rel = 'modulepreload'
  link.crossOrigin = ''
  link.href = `/${file}`
  document.head.append(link)
}
