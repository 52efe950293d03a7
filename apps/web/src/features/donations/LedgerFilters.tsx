import { DONATION_KINDS } from '@gongjian/domain/vocabulary'
import { SUM_CHECKS } from '@gongjian/domain/donation-receipt'
import { Button, NativeSelect, Switch, TextInput } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { paths } from '../../paths.ts'
import { useMay } from '../../platform/session.tsx'
import type { DonationSearch } from '../../routes/address.ts'
import { countSet, Filters } from '../../ui/Filters.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { useUiText } from '../../ui/text.ts'
import { useDonationsText } from './text.ts'

export const LEDGER_VIEWS = ['LINES', 'DRIVE', 'PAIRING', 'MONTH'] as const
export const LEDGER_ORDERS = ['NEWEST_DAY', 'OLDEST_DAY', 'LARGEST_VALUE'] as const
export const RECEIPTS = ['AWAITING', 'CONFIRMED', 'LESS_RECEIVED'] as const

/** What of the ledger is shown, kept in the address; on a phone only how and by which word, the rest when asked for. */
export function LedgerFilters({
  view,
  orderBy,
  drives,
  zones,
}: {
  view: (typeof LEDGER_VIEWS)[number]
  orderBy: (typeof LEDGER_ORDERS)[number]
  drives: readonly { id: string; name: string }[]
  zones: readonly { id: string; name: string }[]
}) {
  const text = useDonationsText()
  const ui = useUiText()
  const may = useMay()
  const navigate = useNavigate()
  const search: DonationSearch = useSearch({ strict: false })
  const set = (part: Partial<DonationSearch>) =>
    void navigate({ to: paths.donations(), search: { ...search, ...part }, replace: true })
  const choice = (
    name: 'zoneId' | 'kind' | 'receipt' | 'check',
    label: string,
    words: readonly { value: string; label: string }[],
  ) => (
    <NativeSelect
      size="md"
      label={label}
      value={search[name] ?? ''}
      onChange={(event) => set({ [name]: event.currentTarget.value || undefined })}
      data={[{ value: '', label: ui('all') }, ...words]}
    />
  )
  const time = (name: 'month' | 'dayFrom' | 'dayTo', type: 'month' | 'date') => (
    <TextInput
      type={type}
      label={text(name)}
      value={search[name] ?? ''}
      onChange={(event) => set({ [name]: event.currentTarget.value || undefined })}
    />
  )
  const { view: _view, order: _order, ...chosen } = search
  return (
    <Filters
      first={
        <>
          <NativeSelect
            size="md"
            label={text('view')}
            value={view}
            onChange={(event) => set({ view: event.currentTarget.value })}
            data={LEDGER_VIEWS.map((value) => ({ value, label: text(`view_${value}`) }))}
          />
          <SearchField
            label={text('search')}
            placeholder={text('searchHint')}
            value={search.search ?? ''}
            onSearch={(typed) => set({ search: typed || undefined })}
          />
        </>
      }
      chosen={countSet(
        search.driveId,
        search.withoutDrive,
        search.kind,
        search.receipt,
        search.check,
        search.zoneId,
        search.month,
        search.dayFrom,
        search.dayTo,
      )}
      below={
        <>
          {may('confirmDonations') && (
            <Switch
              label={text('mine')}
              checked={search.mine ?? false}
              onChange={(event) => set({ mine: event.currentTarget.checked || undefined })}
            />
          )}
          {(search.pairingId ?? search.organisationId) && (
            <Button
              variant="default"
              onClick={() => set({ pairingId: undefined, organisationId: undefined })}
            >
              {text(search.pairingId ? 'onlyPairing' : 'onlyOrganisation')} · {text('showAll')}
            </Button>
          )}
          {Object.values(chosen).some((value) => value !== undefined) && (
            <Button
              variant="subtle"
              size="compact-md"
              onClick={() =>
                void navigate({
                  to: paths.donations(),
                  search: { view: search.view, order: search.order },
                })
              }
            >
              {text('clear')}
            </Button>
          )}
        </>
      }
    >
      <NativeSelect
        size="md"
        label={text('drive')}
        value={search.withoutDrive ? 'none' : (search.driveId ?? '')}
        onChange={(event) => {
          const { value } = event.currentTarget
          set({
            withoutDrive: value === 'none' || undefined,
            driveId: value === 'none' || value === '' ? undefined : value,
          })
        }}
        data={[
          { value: '', label: ui('all') },
          ...drives.map(({ id, name }) => ({ value: id, label: name })),
          { value: 'none', label: text('noDrive') },
        ]}
      />
      {choice(
        'kind',
        text('kind'),
        DONATION_KINDS.map((value) => ({ value, label: text(`kind_${value}`) })),
      )}
      {choice(
        'receipt',
        text('receipt'),
        RECEIPTS.map((value) => ({ value, label: text(`receipt_${value}`) })),
      )}
      {choice(
        'check',
        text('check'),
        SUM_CHECKS.map((value) => ({ value, label: text(`check_${value}`) })),
      )}
      {choice(
        'zoneId',
        text('zone'),
        zones.map(({ id, name }) => ({ value: id, label: name })),
      )}
      {time('month', 'month')}
      {time('dayFrom', 'date')}
      {time('dayTo', 'date')}
      {view === 'LINES' && (
        <NativeSelect
          size="md"
          label={text('order')}
          value={orderBy}
          onChange={(event) => set({ order: event.currentTarget.value })}
          data={LEDGER_ORDERS.map((value) => ({ value, label: text(`order_${value}`) }))}
        />
      )}
    </Filters>
  )
}
