import { useQuery } from '@apollo/client/react'
import { DONATION_KINDS } from '@gongjian/domain/vocabulary'
import { SUM_CHECKS } from '@gongjian/domain/donation-receipt'
import { Button, Group, NativeSelect, Switch, TextInput } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { paths } from '../../paths.ts'
import { useMay } from '../../platform/session.tsx'
import type { DonationSearch } from '../../routes/router.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { useUiText } from '../../ui/text.ts'
import { DrivesDialog } from './DrivesDialog.tsx'
import { GroupsTable } from './GroupsTable.tsx'
import { DrivesDocument } from './ledger-query.ts'
import { LinesTable } from './LinesTable.tsx'
import { useDonationsText } from './text.ts'
import { TotalsPanel } from './TotalsPanel.tsx'

const VIEWS = ['LINES', 'DRIVE', 'PAIRING', 'MONTH'] as const
const RECEIPTS = ['AWAITING', 'CONFIRMED', 'LESS_RECEIVED'] as const
const ORDERS = ['NEWEST_DAY', 'OLDEST_DAY', 'LARGEST_VALUE'] as const
const one = <Word extends string>(words: readonly Word[], typed: string | undefined) =>
  words.find((word) => word === typed)

/** The ledger of donations (捐赠台账): line by line, or in sums by drive, pairing and month. */
export function LedgerPage() {
  const text = useDonationsText()
  const ui = useUiText()
  const may = useMay()
  const navigate = useNavigate()
  const search: DonationSearch = useSearch({ strict: false })
  const [drivesShown, setDrivesShown] = useState(false)
  const { data } = useQuery(DrivesDocument)
  const drives = (data?.donationDrives.edges ?? []).map(({ node }) => node)
  const view = one(VIEWS, search.view) ?? 'LINES'
  const orderBy = one(ORDERS, search.order) ?? 'NEWEST_DAY'
  const filter = {
    search: search.search ?? null,
    driveId: search.driveId ?? null,
    withoutDrive: search.withoutDrive ?? null,
    pairingId: search.pairingId ?? null,
    organisationId: search.organisationId ?? null,
    month: search.month ?? null,
    kind: one(DONATION_KINDS, search.kind) ?? null,
    receipt: one(RECEIPTS, search.receipt) ?? null,
    check: one(SUM_CHECKS, search.check) ?? null,
    mine: search.mine ?? null,
  }
  const set = (part: Partial<DonationSearch>) =>
    void navigate({ to: paths.donations(), search: { ...search, ...part }, replace: true })
  const choice = (words: readonly { value: string; label: string }[]) => [
    { value: '', label: ui('all') },
    ...words,
  ]
  return (
    <>
      <PageHeader
        title={text('ledger')}
        subtitle={text('ledgerSubtitle')}
        actions={
          <>
            <ExportMenu
              table={view === 'LINES' ? 'donations' : 'donation-groups'}
              filter={view === 'LINES' ? { ...filter, order: orderBy } : { ...filter, by: view }}
            />
            <Button variant="default" onClick={() => setDrivesShown(true)}>
              {text(may('saveDonationDrive') ? 'newDrive' : 'drives')}
            </Button>
          </>
        }
      />
      <Group className="paper no-print" align="flex-end" mb="md">
        <NativeSelect
          size="md"
          label={text('view')}
          value={view}
          onChange={(event) => set({ view: event.currentTarget.value })}
          data={VIEWS.map((value) => ({ value, label: text(`view_${value}`) }))}
        />
        <SearchField
          label={text('search')}
          placeholder={text('searchHint')}
          value={search.search ?? ''}
          onSearch={(typed) => set({ search: typed || undefined })}
        />
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
          data={choice([
            ...drives.map(({ id, name }) => ({ value: id, label: name })),
            { value: 'none', label: text('noDrive') },
          ])}
        />
        <NativeSelect
          size="md"
          label={text('kind')}
          value={filter.kind ?? ''}
          onChange={(event) => set({ kind: event.currentTarget.value || undefined })}
          data={choice(DONATION_KINDS.map((value) => ({ value, label: text(`kind_${value}`) })))}
        />
        <NativeSelect
          size="md"
          label={text('receipt')}
          value={filter.receipt ?? ''}
          onChange={(event) => set({ receipt: event.currentTarget.value || undefined })}
          data={choice(RECEIPTS.map((value) => ({ value, label: text(`receipt_${value}`) })))}
        />
        <NativeSelect
          size="md"
          label={text('check')}
          value={filter.check ?? ''}
          onChange={(event) => set({ check: event.currentTarget.value || undefined })}
          data={choice(SUM_CHECKS.map((value) => ({ value, label: text(`check_${value}`) })))}
        />
        <TextInput
          type="month"
          label={text('month')}
          value={search.month ?? ''}
          onChange={(event) => set({ month: event.currentTarget.value || undefined })}
        />
        {view === 'LINES' && (
          <NativeSelect
            size="md"
            label={text('order')}
            value={orderBy}
            onChange={(event) => set({ order: event.currentTarget.value })}
            data={ORDERS.map((value) => ({ value, label: text(`order_${value}`) }))}
          />
        )}
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
      </Group>
      <TotalsPanel filter={filter} search={search} />
      {view === 'LINES' ? (
        <LinesTable filter={filter} orderBy={orderBy} />
      ) : (
        <GroupsTable by={view} filter={filter} search={search} />
      )}
      {drivesShown && <DrivesDialog drives={drives} onClose={() => setDrivesShown(false)} />}
    </>
  )
}
