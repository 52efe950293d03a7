const listeners = new Set<() => void>()

/** The server no longer knows the reader: whoever listens asks them to sign in again, in place. */
export function announceSessionEnded(): void {
  for (const listener of listeners) listener()
}

export function onSessionEnded(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const returned = new Set<() => void>()

/** Who has the browser now, told to all its pages: null for nobody. What stands on another's page is then closed. */
const channelName = 'gongjian-reader'

export function announceReader(userId: string | null): void {
  const channel = new BroadcastChannel(channelName)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches only pages of our own origin
  channel.postMessage({ userId })
  channel.close()
}

export function onReaderElsewhere(listener: (userId: unknown) => void): () => void {
  const channel = new BroadcastChannel(channelName)
  channel.addEventListener('message', ({ data }: MessageEvent<{ userId?: unknown }>) =>
    listener(data.userId),
  )
  return () => channel.close()
}

const owed = 'gongjian.sign-out-owed'

/** Signing out without a network: the server is told as soon as there is one, before anything else is asked. */
export const signOutOwed = {
  get: () => localStorage.getItem(owed) !== null,
  set: () => localStorage.setItem(owed, '1'),
  done: () => localStorage.removeItem(owed),
}

/** Signed in again, as the same reader: what waited goes on. */
export function announceSessionBack(): void {
  for (const listener of returned) listener()
}

export function onSessionBack(listener: () => void): () => void {
  returned.add(listener)
  return () => returned.delete(listener)
}
