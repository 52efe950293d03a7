import { useMutation, useQuery } from '@apollo/client/react'
import { Button, Group, Modal, NativeSelect, Stack, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import { graphql } from '../../generated/gql.ts'
import type { HouseholdDetailFragment } from '../../generated/graphql.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useViewer } from '../../platform/session.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { EndHouseholdPairing, PairHousehold } from './household-mutations.ts'
import { ReasonDialog } from './ReasonDialog.tsx'
import { useHouseholdsText } from './text.ts'
import { useSend } from './use-send.ts'

const KeeperPairings = graphql(`
  query KeeperPairings($organisationId: ID!) {
    pairings(
      first: 100
      filter: { organisationId: $organisationId, level: BRANCH_COMMUNITY, active: true }
    ) {
      edges {
        cursor
        node {
          id
          agencySide {
            id
            name
          }
        }
      }
    }
  }
`)

/** The branches that look after the family, now and before; the keeper pairs and ends. */
export function PairingsSection({ household }: { household: HouseholdDetailFragment }) {
  const text = useHouseholdsText()
  const formats = useFormats()
  const viewer = useViewer()
  const [pairing, setPairing] = useState(false)
  const [ending, setEnding] = useState<string | null>(null)
  const [lastDay, setLastDay] = useState(viewer.today)
  const [end] = useMutation(EndHouseholdPairing)
  const { errors, failure, sending, send, clear } = useSend('Household')
  const may = household.actions.some(({ action, refusal }) => action === 'PAIR' && !refusal)
  return (
    <section className="paper" aria-label={text('branches')}>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h3">
          {text('branches')}
        </Title>
        {may && (
          <Button variant="default" className="no-print" onClick={() => setPairing(true)}>
            {text('pair')}
          </Button>
        )}
      </Group>
      {household.pairings.length === 0 && <Text c="dimmed">{text('noBranch')}</Text>}
      <Stack gap="xs">
        {household.pairings.map(({ id, branch, validFrom, validTo, endReason }) => (
          <Group key={id} justify="space-between" wrap="nowrap">
            <div style={{ minWidth: 0 }}>
              <Text className="wrap">{branch.name}</Text>
              <Text size="sm" c="dimmed">
                {text('fromTo', {
                  from: formats.day(validFrom),
                  to: validTo === null ? text('today') : formats.day(validTo),
                })}
                {endReason === null ? '' : ` · ${endReason}`}
              </Text>
            </div>
            {may && validTo === null && (
              <Button
                variant="subtle"
                size="sm"
                className="no-print"
                onClick={() => {
                  clear()
                  setEnding(id)
                }}
              >
                {text('endPairing')}
              </Button>
            )}
          </Group>
        ))}
      </Stack>
      {pairing && <PairDialog household={household} onClose={() => setPairing(false)} />}
      {ending !== null && (
        <ReasonDialog
          title={text('endPairing')}
          explanation={text('endPairingWhat')}
          error={errors['reason']}
          failure={failure}
          sending={sending}
          onClose={() => setEnding(null)}
          onConfirm={(reason) =>
            void send(async () => {
              const { data } = await end({
                variables: { input: { id: ending, validTo: lastDay, reason } },
              })
              return data?.endHouseholdPairing
            }).then((done) => {
              if (done !== null) setEnding(null)
            })
          }
        >
          <TextInput
            type="date"
            label={text('lastDay')}
            value={lastDay}
            error={errors['validTo']}
            onChange={(event) => setLastDay(event.currentTarget.value)}
          />
        </ReasonDialog>
      )}
    </section>
  )
}

function PairDialog({
  household,
  onClose,
}: {
  household: HouseholdDetailFragment
  onClose: () => void
}) {
  const text = useHouseholdsText()
  const viewer = useViewer()
  const { data } = useQuery(KeeperPairings, { variables: { organisationId: household.keeper.id } })
  const [branchId, setBranchId] = useState('')
  const [validFrom, setValidFrom] = useState(viewer.today)
  const [id] = useState(() => newId())
  const [pair] = useMutation(PairHousehold)
  const { errors, failure, sending, send } = useSend('Household')
  const branches = (data?.pairings.edges ?? []).map(({ node }) => node.agencySide)
  return (
    <Modal opened onClose={onClose} title={text('pair')}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void send(async () => {
            const input = {
              id,
              householdId: household.id,
              branchId: branchId || household.id,
              validFrom,
            }
            const { data: answer } = await pair({ variables: { input } })
            return answer?.pairHousehold
          }).then((done) => {
            if (done !== null) onClose()
          })
        }}
      >
        <Stack>
          <Text size="sm">{text('pairWhat')}</Text>
          <FailureNotice message={failure} />
          <NativeSelect
            size="md"
            label={text('branch')}
            value={branchId}
            error={errors['branchId']}
            onChange={(event) => setBranchId(event.currentTarget.value)}
            data={[
              { value: '', label: text('chooseBranch') },
              ...branches.map((branch) => ({ value: branch.id, label: branch.name })),
            ]}
          />
          <TextInput
            type="date"
            label={text('firstDay')}
            value={validFrom}
            error={errors['validFrom']}
            onChange={(event) => setValidFrom(event.currentTarget.value)}
          />
          <Button type="submit" loading={sending}>
            {text('pair')}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
