import { useEffect, useState } from 'react'

type Shade = 'dark' | 'light'
const remembered = 'gongjian.cockpit.shade'

function rememberedShade(): Shade {
  try {
    return localStorage.getItem(remembered) === 'light' ? 'light' : 'dark'
  } catch {
    return 'dark'
  }
}

/** Keeps the screen awake as long as the page is in sight, where the browser can. */
function useWakeLock(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null
    let left = false
    async function hold() {
      if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return
      const held = await navigator.wakeLock.request('screen').catch(() => null)
      // Refused on a low battery: the page is as useful without.
      if (left) await held?.release()
      else lock = held
    }
    const again = () => void hold()
    again()
    document.addEventListener('visibilitychange', again)
    return () => {
      left = true
      document.removeEventListener('visibilitychange', again)
      void lock?.release()
    }
  }, [])
}

/** What a screen on the wall needs of its browser: to stay awake, the whole screen, and the shade that suits the room. */
export function useWallScreen() {
  useWakeLock()
  const [shade, setShade] = useState(rememberedShade)
  const [isFull, setIsFull] = useState(document.fullscreenElement !== null)
  useEffect(() => {
    const changed = () => setIsFull(document.fullscreenElement !== null)
    document.addEventListener('fullscreenchange', changed)
    return () => {
      document.removeEventListener('fullscreenchange', changed)
      if (document.fullscreenElement !== null) void document.exitFullscreen()
    }
  }, [])
  return {
    shade,
    turnShade: () => {
      const next = shade === 'dark' ? 'light' : 'dark'
      setShade(next)
      try {
        localStorage.setItem(remembered, next)
      } catch {
        // A browser that keeps nothing shows it dark the next time.
      }
    },
    canBeFull: document.fullscreenEnabled,
    isFull,
    turnFull: () => {
      void (
        isFull ? document.exitFullscreen() : document.documentElement.requestFullscreen()
      ).catch(() => undefined)
    },
  }
}
