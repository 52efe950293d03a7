import { NativeSelect, TextInput } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { paths } from '../../paths.ts'
import { useMay } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { countSet, Filters } from '../../ui/Filters.tsx'
import { Link } from '../../ui/Link.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { useUiText } from '../../ui/text.ts'
import { LOOK_ORDERS, LooksTable } from './LooksTable.tsx'
import { useHouseholdsText } from './text.ts'

type Search = {
  search?: string | undefined
  dayFrom?: string | undefined
  dayTo?: string | undefined
  order?: string | undefined
}

/** Every look within the reader's scope: the data that were looked at are not shown here. */
export function LooksPage() {
  const text = useHouseholdsText()
  const ui = useUiText()
  const may = useMay()
  const navigate = useNavigate()
  const search: Search = useSearch({ strict: false })
  const order = LOOK_ORDERS.find((one) => one === search.order) ?? 'NEWEST'
  const set = (part: Search) =>
    void navigate({ to: paths.householdLooks(), search: { ...search, ...part }, replace: true })
  if (!may('householdLooks')) return <EmptyState title={ui('mayNotSee')} />
  return (
    <>
      <PageHeader
        title={text('looks')}
        subtitle={text('looksWhat')}
        actions={<Link to={paths.households()}>{text('title')}</Link>}
      />
      <Filters
        first={
          <SearchField
            label={text('searchLooks')}
            value={search.search ?? ''}
            onSearch={(typed) => set({ search: typed || undefined })}
          />
        }
        chosen={countSet(search.dayFrom, search.dayTo, search.order)}
      >
        <TextInput
          size="md"
          type="date"
          label={text('lookedFrom')}
          value={search.dayFrom ?? ''}
          onChange={({ currentTarget: { value } }) => set({ dayFrom: value || undefined })}
        />
        <TextInput
          size="md"
          type="date"
          label={text('lookedTo')}
          value={search.dayTo ?? ''}
          onChange={({ currentTarget: { value } }) => set({ dayTo: value || undefined })}
        />
        <NativeSelect
          size="md"
          label={text('order')}
          value={order}
          data={LOOK_ORDERS.map((value) => ({ value, label: text(`lookOrder_${value}`) }))}
          onChange={({ currentTarget: { value } }) =>
            set({ order: value === 'NEWEST' ? undefined : value })
          }
        />
      </Filters>
      <div className="paper">
        <LooksTable
          filter={{
            householdId: null,
            search: search.search ?? null,
            dayFrom: search.dayFrom ?? null,
            dayTo: search.dayTo ?? null,
          }}
          order={order}
        />
      </div>
    </>
  )
}
