import { useEffect } from 'react'

type Asked = { startPolling: (milliseconds: number) => void; stopPolling: () => void }

/** Asks a query anew every so many milliseconds for as long as what it tells of is under way. */
export function useAskAgain(
  isUnderWay: boolean,
  { startPolling, stopPolling }: Asked,
  milliseconds: number,
): void {
  useEffect(() => {
    if (!isUnderWay) return undefined
    startPolling(milliseconds)
    return stopPolling
  }, [isUnderWay, startPolling, stopPolling, milliseconds])
}
