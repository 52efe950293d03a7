import { useQuery } from '@apollo/client/react'
import { Button, Menu } from '@mantine/core'
import type { SavedSearch } from '@gongjian/domain/saved-view'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { paths } from '../../paths.ts'
import { isShown, SavedViewsDocument, searchOf } from './saved-view-documents.ts'
import type { SavedView } from './saved-view-documents.ts'
import { SaveViewDialog } from './SaveViewDialog.tsx'
import { useExploreText } from './text.ts'

/** A menu is looked through, not searched: of each kind so many, the list page has them all. */
const SHOWN = 8

/** The own and the shared views, to open, and what is shown, to keep. */
export function SavedViewsMenu({ search }: { search: SavedSearch }) {
  const text = useExploreText()
  const navigate = useNavigate()
  const [saves, setSaves] = useState(false)
  const variables = { first: 100, after: null, order: 'NAME' as const }
  const mine = useQuery(SavedViewsDocument, {
    variables: { ...variables, filter: { route: 'EXPLORE', mine: true } },
    fetchPolicy: 'cache-and-network',
  })
  const shared = useQuery(SavedViewsDocument, {
    variables: { ...variables, first: SHOWN, filter: { route: 'EXPLORE', mine: false } },
    fetchPolicy: 'cache-and-network',
  })
  const own = mine.data?.savedViews.edges.map(({ node }) => node) ?? []
  const others = shared.data?.savedViews.edges.map(({ node }) => node) ?? []
  const open = [...own, ...others].find((view) => isShown(view, search))
  const item = (view: SavedView) => (
    <Menu.Item
      key={view.id}
      aria-current={view.id === open?.id ? 'page' : undefined}
      fw={view.id === open?.id ? 700 : undefined}
      onClick={() => void navigate({ to: paths.explore(), search: searchOf(view) })}
    >
      {view.isMine ? view.name : text('viewOf', { name: view.name, owner: view.ownerName })}
    </Menu.Item>
  )
  return (
    <>
      <Menu position="bottom-end" withinPortal width={300}>
        <Menu.Target>
          <Button variant="default">
            <span
              style={{
                maxWidth: '14em',
                overflow: 'hidden',
                textOverflow: 'ellipsis',
                whiteSpace: 'nowrap',
              }}
            >
              {open === undefined ? text('views') : text('viewOpen', { name: open.name })}
            </span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah="70vh" style={{ overflowY: 'auto' }}>
          <Menu.Item onClick={() => setSaves(true)}>{text('saveView')}</Menu.Item>
          {own.length > 0 && (
            <>
              <Menu.Divider />
              <Menu.Label>{text('myViews')}</Menu.Label>
              {own.slice(0, SHOWN).map(item)}
            </>
          )}
          {others.length > 0 && (
            <>
              <Menu.Divider />
              <Menu.Label>{text('sharedViews')}</Menu.Label>
              {others.map(item)}
            </>
          )}
          <Menu.Divider />
          <Menu.Item onClick={() => void navigate({ to: paths.savedViews() })}>
            {text('allViews')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {saves && (
        <SaveViewDialog search={search} view={null} own={own} onClose={() => setSaves(false)} />
      )}
    </>
  )
}
