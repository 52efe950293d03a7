import { useMutation } from '@apollo/client/react'
import { Button } from '@mantine/core'
import { Link as RouterLink } from '@tanstack/react-router'
import { useState } from 'react'
import type { HouseholdDetailFragment } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { CloseHousehold, EraseHousehold, ReopenHousehold } from './household-mutations.ts'
import { ReasonDialog } from './ReasonDialog.tsx'
import { useHouseholdsText } from './text.ts'
import { useSend } from './use-send.ts'

const MOVES = ['CLOSE', 'REOPEN', 'ERASE'] as const

/** What the keeper may do with the case as a whole; each asks why. */
export function KeeperActions({ household }: { household: HouseholdDetailFragment }) {
  const text = useHouseholdsText()
  const [asking, setAsking] = useState<(typeof MOVES)[number] | null>(null)
  const [close] = useMutation(CloseHousehold)
  const [reopen] = useMutation(ReopenHousehold)
  const [erase] = useMutation(EraseHousehold)
  const { errors, failure, sending, send, clear } = useSend('Household')
  const may = (wanted: string) =>
    household.actions.some(({ action, refusal }) => action === wanted && refusal === null)

  async function act(move: (typeof MOVES)[number], reason: string) {
    const variables = { input: { id: household.id, version: household.version, reason } }
    const done = await send(async () => {
      switch (move) {
        case 'CLOSE':
          return (await close({ variables })).data?.closeHousehold
        case 'REOPEN':
          return (await reopen({ variables })).data?.reopenHousehold
        case 'ERASE':
          return (await erase({ variables })).data?.eraseHousehold
      }
    })
    if (done !== null) setAsking(null)
  }
  return (
    <>
      {may('CHANGE') && (
        <Button component={RouterLink} to={paths.editHousehold(household.id)}>
          {text('change')}
        </Button>
      )}
      {MOVES.filter(may).map((move) => (
        <Button
          key={move}
          variant="default"
          onClick={() => {
            clear()
            setAsking(move)
          }}
        >
          {text(`move_${move}`)}
        </Button>
      ))}
      {asking !== null && (
        <ReasonDialog
          title={text(`move_${asking}`)}
          explanation={text(`moveWhat_${asking}`)}
          error={errors['reason']}
          failure={failure}
          sending={sending}
          dangerous={asking === 'ERASE'}
          onClose={() => setAsking(null)}
          onConfirm={(reason) => void act(asking, reason)}
        />
      )}
    </>
  )
}
