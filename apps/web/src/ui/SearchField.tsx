import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useEffect, useState } from 'react'

/** A search that follows the typing and keeps its text in the address. */
export function SearchField({
  label,
  value,
  onSearch,
  placeholder,
}: {
  label: string
  value: string
  onSearch: (text: string) => void
  placeholder?: string
}) {
  const [typed, setTyped] = useState(value)
  const search = useDebouncedCallback(onSearch, 300)
  useEffect(() => setTyped(value), [value])
  return (
    <TextInput
      type="search"
      label={label}
      value={typed}
      {...(placeholder === undefined ? {} : { placeholder })}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        search(event.currentTarget.value)
      }}
      style={{ flex: '1 1 auto', minWidth: 200 }}
    />
  )
}
