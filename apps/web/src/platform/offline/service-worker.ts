import { answerFrom, keptUnder, outlived } from './answer-from.ts'

type Waits = Event & { waitUntil: (work: Promise<unknown>) => void }
type Asked = Waits & { request: Request; respondWith: (answer: Promise<Response>) => void }

/** What of a service worker is used here: the types of the page and of a worker cannot stand in one program. */
declare const self: {
  location: { origin: string }
  clients: { claim: () => Promise<void> }
  skipWaiting: () => Promise<void>
  addEventListener: {
    (kind: 'install' | 'activate', listener: (event: Waits) => void): void
    (kind: 'fetch', listener: (event: Asked) => void): void
    (kind: 'message', listener: (event: MessageEvent<unknown>) => void): void
  }
}

/** Written in when the client is built (app-shell.ts). */
declare const SHELL_OF_THIS_BUILD: { version: string; addresses: string[] }

const shell = SHELL_OF_THIS_BUILD
const present = `${keptUnder}${shell.version}`
/** A network that answers later than this is as good as none. */
const patienceMilliseconds = 4000

/** A browser asks one server a handful of things at a time: some of them are left for the page that is being read. */
const fetchedAtOnce = 3

async function install(): Promise<void> {
  const kept = await caches.open(present)
  for (let from = 0; from < shell.addresses.length; from += fetchedAtOnce)
    await kept.addAll(
      shell.addresses
        .slice(from, from + fetchedAtOnce)
        .map((address) => new Request(address, { cache: address === '/' ? 'reload' : 'default' })),
    )
}

async function activate(): Promise<void> {
  const names = await caches.keys()
  await Promise.all(outlived(names, present).map((name) => caches.delete(name)))
  await self.clients.claim()
}

/** The newest page while the server answers, else the kept one. */
async function page(request: Request): Promise<Response> {
  const kept = async () => (await caches.open(present)).match('/')
  const fromServer = fetch(request)
  const tooLate = new Promise<undefined>((resolve) => {
    setTimeout(() => resolve(undefined), patienceMilliseconds)
  })
  const first = await Promise.race([fromServer.catch(() => undefined), tooLate])
  if (first !== undefined && first.status < 500) return first
  return (await kept()) ?? fromServer
}

/** Named by its content: what is kept is never out of date. */
async function asset(request: Request): Promise<Response> {
  const kept = await caches.match(request)
  if (kept !== undefined) return kept
  const answer = await fetch(request)
  if (answer.ok && answer.type === 'basic') {
    const copy = answer.clone()
    await (await caches.open(present)).put(request, copy)
  }
  return answer
}

self.addEventListener('install', (event) => event.waitUntil(install()))
self.addEventListener('activate', (event) => event.waitUntil(activate()))
self.addEventListener('message', ({ data }) => {
  if (data === 'take-over') void self.skipWaiting()
})
self.addEventListener('fetch', (event) => {
  const from = answerFrom(event.request, self.location.origin)
  if (from === 'page') event.respondWith(page(event.request))
  if (from === 'asset') event.respondWith(asset(event.request))
})
