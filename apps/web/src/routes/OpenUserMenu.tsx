import { Button, Menu } from '@mantine/core'
import { Link as RouterLink } from '@tanstack/react-router'
import { SignOut } from '../features/accounts/SignOut.tsx'
import { paths } from '../paths.ts'
import { useViewer } from '../platform/session.tsx'
import { useUiText } from '../ui/text.ts'

/** The menu of one's own account, open as it appears. */
export function OpenUserMenu() {
  const text = useUiText()
  const { name } = useViewer()
  return (
    <SignOut everywhere={false}>
      {(go) => (
        <Menu position="bottom-end" withinPortal defaultOpened>
          <Menu.Target>
            <Button variant="default" size="sm" aria-label={text('myMenu', { name })}>
              {name}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item component={RouterLink} to={paths.me()}>
              {text('myAccount')}
            </Menu.Item>
            <Menu.Item onClick={go}>{text('signOut')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </SignOut>
  )
}
