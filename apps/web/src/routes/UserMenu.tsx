import { Button } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { useViewer } from '../platform/session.tsx'
import { useUiText } from '../ui/text.ts'

const OpenUserMenu = lazy(async () => ({
  default: (await import('./OpenUserMenu.tsx')).OpenUserMenu,
}))

/** One's own account, and the way out. The menu itself is fetched when it is first asked for. */
export function UserMenu() {
  const text = useUiText()
  const { name } = useViewer()
  const [wanted, setWanted] = useState(false)
  const button = (
    <Button
      variant="default"
      size="sm"
      aria-label={text('myMenu', { name })}
      aria-haspopup="menu"
      onClick={() => setWanted(true)}
    >
      {name}
    </Button>
  )
  return wanted ? (
    <Suspense fallback={button}>
      <OpenUserMenu />
    </Suspense>
  ) : (
    button
  )
}
