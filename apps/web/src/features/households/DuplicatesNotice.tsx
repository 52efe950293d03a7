import { useMutation } from '@apollo/client/react'
import { Button, Group, Stack, Text } from '@mantine/core'
import type { HouseholdDetailFragment } from '../../generated/graphql.ts'
import { useFormats } from '../../platform/locale.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { DecideHouseholdDuplicate } from './household-mutations.ts'
import { useHouseholdWords } from './household-words.ts'
import { useHouseholdsText } from './text.ts'
import { useSend } from './use-send.ts'

/** Cases that share a field with this one: pointed out to the keeper, who says whether they are one family. */
export function DuplicatesNotice({ household }: { household: HouseholdDetailFragment }) {
  const text = useHouseholdsText()
  const formats = useFormats()
  const words = useHouseholdWords()
  const [decide] = useMutation(DecideHouseholdDuplicate)
  const { failure, sending, send } = useSend('Household')
  if (household.duplicates.length === 0) return null
  const isOpen = household.duplicates.some(({ decision }) => decision === null)
  const may = household.actions.some(({ action, refusal }) => action === 'CHANGE' && !refusal)
  return (
    <FailureNotice color={isOpen ? 'yellow' : 'blue'} title={text('duplicates')}>
      <Stack gap="sm">
        <FailureNotice message={failure} />
        {household.duplicates.map(({ householdId, number, keeperName, matches, decision }) => (
          <div key={householdId}>
            <Text size="sm">
              {text('duplicate', {
                number,
                keeper: keeperName,
                fields: formats.names(matches.map(words.match)),
              })}
              {decision === null ? '' : ` ${text(`decision_${decision}`)}`}
            </Text>
            {may && (
              <Group gap="xs" mt={4}>
                {(['SAME_HOUSEHOLD', 'DIFFERENT_HOUSEHOLDS'] as const)
                  .filter((one) => one !== decision)
                  .map((one) => (
                    <Button
                      key={one}
                      variant="default"
                      size="sm"
                      disabled={sending}
                      onClick={() =>
                        void send(async () => {
                          const input = {
                            householdId: household.id,
                            otherId: householdId,
                            decision: one,
                          }
                          const { data } = await decide({ variables: { input } })
                          return data?.decideHouseholdDuplicate
                        })
                      }
                    >
                      {text(`decide_${one}`)}
                    </Button>
                  ))}
              </Group>
            )}
          </div>
        ))}
      </Stack>
    </FailureNotice>
  )
}
