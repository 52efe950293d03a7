import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'

/**
 * A search that follows the typing and keeps its text in the address. Where it is what one came to the page for, the
 * typing goes to it as long as nothing is asked.
 */
export function SearchField({
  label,
  value,
  onSearch,
  onType,
  placeholder,
  takesFocus = false,
}: {
  label: string
  value: string
  onSearch: (text: string) => void
  /** At every key, before the search. */
  onType?: () => void
  placeholder?: string
  takesFocus?: boolean
}) {
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(value)
  const router = useRouter()
  // Who has gone on to another page meanwhile is not called back by it.
  const search = useDebouncedCallback((text: string, page: string) => {
    if (router.latestLocation.pathname === page) onSearch(text)
  }, 300)
  useEffect(() => setTyped(value), [value])
  useEffect(() => {
    if (takesFocus && value === '') field.current?.focus()
  }, [takesFocus, value])
  return (
    <TextInput
      ref={field}
      type="search"
      label={label}
      value={typed}
      {...(placeholder === undefined ? {} : { placeholder })}
      onChange={(event) => {
        onType?.()
        setTyped(event.currentTarget.value)
        search(event.currentTarget.value, router.latestLocation.pathname)
      }}
      style={{ flex: '1 1 auto', minWidth: 200 }}
    />
  )
}
