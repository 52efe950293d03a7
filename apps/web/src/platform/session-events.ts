const listeners = new Set<() => void>()

/** The server no longer knows the reader: whoever listens asks them to sign in again, in place. */
export function announceSessionEnded(): void {
  for (const listener of listeners) listener()
}

export function onSessionEnded(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
