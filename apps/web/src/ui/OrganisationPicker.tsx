import { Select } from '@mantine/core'
import { useState } from 'react'

export type PickedOrganisation = { id: string; name: string; code: string }

/** Picks one organisation by name, code or pinyin initials. What is found comes from who uses it. */
export function OrganisationPicker({
  label,
  value,
  options,
  onSearch,
  onPick,
  error,
  clearable = true,
  nothingFound,
}: {
  label: string
  value: PickedOrganisation | null
  options: readonly PickedOrganisation[]
  onSearch: (text: string) => void
  onPick: (organisation: PickedOrganisation | null) => void
  error?: string | undefined
  clearable?: boolean
  nothingFound: string
}) {
  const [typed, setTyped] = useState(value?.name ?? '')
  const all =
    value !== null && !options.some(({ id }) => id === value.id) ? [value, ...options] : options
  return (
    <Select
      label={label}
      searchable
      clearable={clearable}
      value={value?.id ?? null}
      data={all.map(({ id, name, code }) => ({ value: id, label: `${name} ${code}` }))}
      filter={({ options: found }) => found}
      searchValue={typed}
      onSearchChange={(text) => {
        setTyped(text)
        onSearch(text)
      }}
      onChange={(id) => onPick(all.find((one) => one.id === id) ?? null)}
      nothingFoundMessage={nothingFound}
      error={error}
      style={{ flex: '1 1 220px' }}
    />
  )
}
