const queued = new Set<() => void>()

/** Something waits now, or somebody wants it sent: whoever sends begins at once. */
export function announceQueued(): void {
  for (const listener of queued) listener()
}

export function onQueued(listener: () => void): () => void {
  queued.add(listener)
  return () => queued.delete(listener)
}
