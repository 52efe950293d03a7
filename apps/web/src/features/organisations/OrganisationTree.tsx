import { useLazyQuery } from '@apollo/client/react'
import { Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import { paths } from '../../paths.ts'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import { useOrganisationsText } from './text.ts'

const ChildrenDocument = graphql(`
  query OrganisationChildren($id: ID!) {
    organisation(id: $id) {
      id
      children {
        id
        name
        code
        kind
      }
    }
  }
`)
type Node = { id: string; name: string; code: string; kind: string }
const leaves = new Set(['BRANCH', 'COMMUNITY'])

/** The tree, opened as one goes: arrows walk and open, Enter goes to the page. */
export function OrganisationTree({ root }: { root: Node }) {
  const text = useOrganisationsText()
  return (
    <ul role="tree" aria-label={text('tree')} style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      <TreeItem node={root} level={1} first startOpen />
    </ul>
  )
}

function TreeItem({
  node,
  level,
  first = false,
  startOpen = false,
}: {
  node: Node
  level: number
  first?: boolean
  startOpen?: boolean
}) {
  const words = useWords()
  const ui = useUiText()
  const navigate = useNavigate()
  const [open, setOpen] = useState(startOpen)
  const [load, { data, loading }] = useLazyQuery(ChildrenDocument)
  const isLeaf = leaves.has(node.kind)
  const children = data?.organisation?.children ?? []

  useEffect(() => {
    if (open && data === undefined) void load({ variables: { id: node.id } })
  }, [open, data, load, node.id])

  function focusBy(from: HTMLElement, step: number) {
    const items = [...document.querySelectorAll<HTMLElement>('[role="treeitem"]')]
    items[items.indexOf(from) + step]?.focus()
  }

  return (
    <li role="none">
      <div
        role="treeitem"
        aria-level={level}
        aria-selected={false}
        {...(isLeaf ? {} : { 'aria-expanded': open })}
        tabIndex={first ? 0 : -1}
        style={{
          display: 'flex',
          alignItems: 'center',
          gap: 6,
          minHeight: 40,
          paddingLeft: (level - 1) * 20,
        }}
        onClick={(event) => {
          const clicked = event.target
          if (!(clicked instanceof HTMLElement)) return
          if (clicked.closest('[data-goes]')) void navigate({ to: paths.organisation(node.id) })
          else if (!isLeaf) setOpen(!open)
        }}
        onKeyDown={(event) => {
          const self = event.currentTarget
          const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
          if (step !== undefined) {
            event.preventDefault()
            focusBy(self, step)
          }
          if (event.key === 'ArrowRight') {
            event.preventDefault()
            if (open || isLeaf) focusBy(self, 1)
            else setOpen(true)
          }
          if (event.key === 'ArrowLeft') {
            event.preventDefault()
            if (open) setOpen(false)
            else
              self
                .closest('ul')
                ?.closest('li')
                ?.querySelector<HTMLElement>('[role="treeitem"]')
                ?.focus()
          }
          if (event.key === 'Enter') {
            event.preventDefault()
            void navigate({ to: paths.organisation(node.id) })
          }
        }}
      >
        {isLeaf ? (
          <span style={{ width: 30 }} />
        ) : (
          <span
            aria-hidden
            data-opens
            style={{ width: 30, textAlign: 'center', cursor: 'pointer' }}
          >
            {open ? '▾' : '▸'}
          </span>
        )}
        <span className="link" data-goes style={{ cursor: 'pointer', padding: '8px 0' }}>
          {node.name}
        </span>
        <Text size="sm" c="dimmed">
          {words.organisationKind(node.kind)} · {node.code}
        </Text>
      </div>
      {open && loading && (
        <Text size="sm" c="dimmed" pl={level * 20 + 36}>
          {ui('loading')}
        </Text>
      )}
      {open && children.length > 0 && (
        <ul role="group" style={{ listStyle: 'none', margin: 0, padding: 0 }}>
          {children.map((child) => (
            <TreeItem key={child.id} node={child} level={level + 1} />
          ))}
        </ul>
      )}
    </li>
  )
}
