/**
 * For whom this page was opened. All pages of a browser share one cookie: what a page asks and sends names its reader,
 * so that the server never takes it for that of somebody who has signed in beside it.
 */
let reader: string | null = null

export function setReader(userId: string | null): void {
  reader = userId
}

export function readerHeader(userId: string | null = reader): Record<string, string> {
  return userId === null ? {} : { 'x-reader': userId }
}
