import { useEffect, useState } from 'react'
import { setReader } from '../reader.ts'
import type { Viewer } from '../session.tsx'

/** A network that has not answered by then is as good as none. */
const patienceMilliseconds = 4000

/**
 * The reader as the device knows them, where the server cannot be asked who is here: null where it knows nobody.
 * Once a page stands on it, it stays, so that nothing that is being typed goes away as the network comes back.
 */
export function useKeptViewer(state: 'KNOWN' | 'ASKING' | 'UNREACHABLE'): Viewer | null {
  const [kept, setKept] = useState<Viewer | null>(null)
  const [isLate, setIsLate] = useState(false)
  useEffect(() => {
    if (state !== 'ASKING') return undefined
    const timer = setTimeout(() => setIsLate(true), patienceMilliseconds)
    return () => clearTimeout(timer)
  }, [state])
  const isWanted = state === 'UNREACHABLE' || (state === 'ASKING' && isLate)
  useEffect(() => {
    let gone = false
    if (isWanted)
      import('./kept-answers.ts')
        .then(({ keptViewer }) => keptViewer())
        .then(
          (viewer) => {
            if (gone || viewer === null) return
            setReader(viewer.id)
            setKept(viewer)
          },
          // A device that keeps nothing knows nobody.
          () => undefined,
        )
    return () => {
      gone = true
    }
  }, [isWanted])
  return kept
}
