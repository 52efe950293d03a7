import { useQuery } from '@apollo/client/react'
import { DONATION_KINDS } from '@gongjian/domain/vocabulary'
import { SUM_CHECKS } from '@gongjian/domain/donation-receipt'
import { Button } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../../platform/session.tsx'
import type { DonationSearch } from '../../routes/address.ts'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { DrivesDialog } from './DrivesDialog.tsx'
import { GroupsTable } from './GroupsTable.tsx'
import { DrivesDocument } from './ledger-query.ts'
import { LEDGER_ORDERS, LEDGER_VIEWS, LedgerFilters, RECEIPTS } from './LedgerFilters.tsx'
import { LinesTable } from './LinesTable.tsx'
import { useDonationsText } from './text.ts'
import { TotalsPanel } from './TotalsPanel.tsx'

const one = <Word extends string>(words: readonly Word[], typed: string | undefined) =>
  words.find((word) => word === typed)

/** The ledger of donations (捐赠台账): line by line, or in sums by drive, pairing and month. */
export function LedgerPage() {
  const text = useDonationsText()
  const may = useMay()
  const search: DonationSearch = useSearch({ strict: false })
  const [drivesShown, setDrivesShown] = useState(false)
  const { data } = useQuery(DrivesDocument)
  const drives = (data?.donationDrives.edges ?? []).map(({ node }) => node)
  const view = one(LEDGER_VIEWS, search.view) ?? 'LINES'
  const orderBy = one(LEDGER_ORDERS, search.order) ?? 'NEWEST_DAY'
  const filter = {
    search: search.search ?? null,
    driveId: search.driveId ?? null,
    withoutDrive: search.withoutDrive ?? null,
    pairingId: search.pairingId ?? null,
    organisationId: search.organisationId ?? null,
    zoneId: search.zoneId ?? null,
    month: search.month ?? null,
    dayFrom: search.dayFrom ?? null,
    dayTo: search.dayTo ?? null,
    kind: one(DONATION_KINDS, search.kind) ?? null,
    receipt: one(RECEIPTS, search.receipt) ?? null,
    check: one(SUM_CHECKS, search.check) ?? null,
    mine: search.mine ?? null,
  }
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
      <LedgerFilters view={view} orderBy={orderBy} drives={drives} zones={data?.zones ?? []} />
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
