import { Link as RouterLink, useLocation, useNavigate } from '@tanstack/react-router'
import { useWindowEvent } from '@mantine/hooks'
import { useEffect, useRef, useState } from 'react'
import { paths } from '../../paths.ts'
import { useSearchText } from './text.ts'

const isTyped = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))

/**
 * The search on every page: a field, on a phone the way to one. '/' and Ctrl+K lead to it. What was looked for before is
 * kept nowhere: it may have been a family's number.
 */
export function SearchBox() {
  const text = useSearchText()
  const navigate = useNavigate()
  const { pathname, search } = useLocation()
  const field = useRef<HTMLInputElement>(null)
  const asked = pathname === paths.search() && 'q' in search ? String(search.q ?? '') : ''
  const [typed, setTyped] = useState(asked)
  useEffect(() => setTyped(asked), [asked])
  useWindowEvent('keydown', (event) => {
    const { key, ctrlKey, metaKey, altKey, target } = event
    const isCall =
      (key.toLowerCase() === 'k' && (ctrlKey || metaKey) && !altKey) ||
      (key === '/' && !ctrlKey && !metaKey && !altKey && !isTyped(target))
    // A dialog that is open keeps what is typed to itself.
    if (!isCall || document.querySelector('[role="dialog"]') !== null) return
    event.preventDefault()
    if (field.current?.offsetParent) {
      field.current.focus()
      field.current.select()
    } else void navigate({ to: paths.search() })
  })
  return (
    <search>
      <form
        className="search-box"
        onSubmit={(event) => {
          event.preventDefault()
          if (typed.trim() !== '') void navigate({ to: paths.search(), search: { q: typed } })
        }}
      >
        <input
          ref={field}
          type="search"
          maxLength={200}
          autoComplete="off"
          aria-label={text('field')}
          aria-keyshortcuts="/ Control+K"
          placeholder={text('placeholder')}
          value={typed}
          onChange={({ currentTarget: { value } }) => setTyped(value)}
        />
      </form>
      <RouterLink to={paths.search()} className="bell search-icon" aria-label={text('title')}>
        <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
          <path
            d="M10.5 4a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13zM15.5 15.5L20 20"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.8"
            strokeLinecap="round"
          />
        </svg>
      </RouterLink>
    </search>
  )
}
