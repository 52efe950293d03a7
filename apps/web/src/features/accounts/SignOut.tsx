import { lazy, Suspense, useState } from 'react'
import type { ReactNode } from 'react'
import { useSignOut } from './use-sign-out.ts'

const UnsentDialog = lazy(async () => ({
  default: (await import('./UnsentDialog.tsx')).UnsentDialog,
}))

/** The way out, for whatever button leads to it: at once, or after a word about what has not been sent. */
export function SignOut({
  everywhere,
  children,
}: {
  everywhere: boolean
  children: (go: () => void) => ReactNode
}) {
  const { leave, hasUnsent } = useSignOut()
  const [asking, setAsking] = useState(false)
  const go = async () => {
    if (await hasUnsent()) setAsking(true)
    else await leave(everywhere, 'DISCARD')
  }
  return (
    <>
      {children(() => void go())}
      {asking && (
        <Suspense fallback={null}>
          <UnsentDialog
            onStay={() => setAsking(false)}
            onLeave={(unsent) => void leave(everywhere, unsent)}
          />
        </Suspense>
      )}
    </>
  )
}
