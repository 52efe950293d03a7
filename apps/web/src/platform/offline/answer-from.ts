/** Where an answer comes from: the server alone, the page kept on the device when there is no network, or the kept files first. */
export type AnswerFrom = 'server' | 'page' | 'asset'

/** As the server decides it (static-routes.ts); its own states are never answered for it either. */
const notPages = /^\/(api|assets|files|graphql|graphiql|healthz|readyz)(\/|$)/
const aFile = /\.[a-z0-9]+$/i

/**
 * What the service worker does with a request. Only the bare page and files named by their content are ever kept: no
 * answer of /graphql, /api or /files, since those hold what one reader may see and the next may not.
 */
export function answerFrom(
  request: { method: string; mode: string; url: string },
  origin: string,
): AnswerFrom {
  const address = new URL(request.url)
  if (request.method !== 'GET' || address.origin !== origin) return 'server'
  if (address.pathname.startsWith('/assets/')) return 'asset'
  if (request.mode !== 'navigate' || notPages.test(address.pathname)) return 'server'
  return aFile.test(address.pathname) ? 'server' : 'page'
}

export const keptUnder = 'gongjian-shell-'

/**
 * The kept versions that can go, given all in the order they were made: all but the present one and the one before it,
 * whose files a page that is still open may ask for and the server no longer has.
 */
export function outlived(names: readonly string[], present: string): string[] {
  const others = names.filter((name) => name.startsWith(keptUnder) && name !== present)
  return others.slice(0, -1)
}
