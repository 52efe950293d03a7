const hourMilliseconds = 3_600_000

/** Calls back with the way to take the new version over, each time one has been fetched and waits. */
function watch(
  registration: ServiceWorkerRegistration,
  offer: (takeOver: () => void) => void,
): void {
  const offerWaiting = () => {
    const { waiting } = registration
    // Without a worker before it, it is the first one: there is nothing that it would replace.
    if (waiting === null || navigator.serviceWorker.controller === null) return
    offer(() => {
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), {
        once: true,
      })
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker is always of our own origin
      waiting.postMessage('take-over')
    })
  }
  offerWaiting()
  registration.addEventListener('updatefound', () => {
    const { installing } = registration
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed') offerWaiting()
    })
  })
}

/**
 * Keeps the shell of the app on the device, and tells of a newer one; nothing changes under an open page before its
 * reader says so. Does nothing where the browser has no service workers (an address that is not https).
 */
export async function keepShell(offer: (takeOver: () => void) => void): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  // What the reader came for is fetched first.
  if (document.readyState !== 'complete')
    await new Promise((resolve) => window.addEventListener('load', resolve, { once: true }))
  const registration = await navigator.serviceWorker.register('/service-worker.js', {
    updateViaCache: 'none',
  })
  watch(registration, offer)
  const look = () => {
    // Without a network there is no newer one to find.
    void registration.update().catch(() => undefined)
  }
  setInterval(look, hourMilliseconds)
  window.addEventListener('online', look)
}
