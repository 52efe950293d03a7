import { useMutation } from '@apollo/client/react'
import { Button, Group, Text, Textarea, Title } from '@mantine/core'
import { useState } from 'react'
import type { PlanFieldsFragment } from '../../generated/graphql.ts'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useSending } from '../../ui/use-sending.ts'
import {
  AgreePlanDocument,
  DiscardPlanDocument,
  ReturnPlanDocument,
  TakeBackPlanDocument,
} from './plan-queries.ts'
import { usePlansText } from './text.ts'

type Plan = Pick<PlanFieldsFragment, 'id' | 'version' | 'state' | 'actions'>

/** Why the reader may not do this; null where they may. */
export function refusalOf(plan: Pick<Plan, 'actions'>, action: string): string | null {
  return plan.actions.find((one) => one.action === action)?.message ?? null
}
const mayDo = (plan: Plan, action: string) =>
  plan.actions.some((one) => one.action === action && one.refusal === null)

/** What can be done with a plan that is on its way: the other side agrees or returns, its own takes it back or gives it up. */
export function PlanDecision({ plan, onMoved }: { plan: Plan; onMoved: () => void }) {
  const text = usePlansText()
  const [reason, setReason] = useState('')
  const [returning, setReturning] = useState(false)
  const [agree] = useMutation(AgreePlanDocument)
  const [giveBack] = useMutation(ReturnPlanDocument)
  const [takeBack] = useMutation(TakeBackPlanDocument)
  const [discard] = useMutation(DiscardPlanDocument)
  const { send, sending, errors, failure } = useSending()
  const input = { id: plan.id, version: plan.version }
  const run = async (work: Parameters<typeof send>[0]) => {
    if (await send(work)) onMoved()
  }
  const refused = plan.state === 'PROPOSED' ? refusalOf(plan, 'AGREE') : null
  return (
    <section aria-labelledby="decide" className="no-print" style={{ marginTop: 16 }}>
      {mayDo(plan, 'AGREE') && (
        <>
          <Title order={3} size="h4" id="decide">
            {text('decide')}
          </Title>
          <Text size="sm" c="dimmed" mb="sm">
            {text('decideHint')}
          </Text>
          {returning && (
            <Textarea
              label={text('reason')}
              autosize
              minRows={2}
              autoFocus
              value={reason}
              error={errors['reason']}
              onChange={({ currentTarget: { value } }) => setReason(value)}
            />
          )}
          <Group mt="sm">
            {!returning && (
              <Button
                size="md"
                loading={sending}
                onClick={() =>
                  void run(async () => (await agree({ variables: { input } })).data?.agreePlan)
                }
              >
                {text('agree')}
              </Button>
            )}
            <Button
              size="md"
              variant="default"
              loading={sending}
              onClick={() =>
                returning
                  ? void run(
                      async () =>
                        (await giveBack({ variables: { input: { ...input, reason } } })).data
                          ?.returnPlan,
                    )
                  : setReturning(true)
              }
            >
              {text(returning ? 'returnNow' : 'return')}
            </Button>
            {returning && (
              <Button size="md" variant="subtle" onClick={() => setReturning(false)}>
                {text('cancel')}
              </Button>
            )}
          </Group>
        </>
      )}
      {!mayDo(plan, 'AGREE') && (
        <span id="decide" className="visually-hidden">
          {text('decide')}
        </span>
      )}
      <Group mt="sm">
        {mayDo(plan, 'TAKE_BACK') && (
          <Button
            variant="default"
            loading={sending}
            onClick={() =>
              void run(async () => (await takeBack({ variables: { input } })).data?.takeBackPlan)
            }
          >
            {text('takeBack')}
          </Button>
        )}
        {mayDo(plan, 'DISCARD') && (
          <Button
            variant="default"
            loading={sending}
            onClick={() =>
              void run(async () => (await discard({ variables: { input } })).data?.discardPlan)
            }
          >
            {text('discard')}
          </Button>
        )}
      </Group>
      {refused !== null && !mayDo(plan, 'TAKE_BACK') && (
        <Text size="sm" c="dimmed">
          {refused}
        </Text>
      )}
      <FailureNotice message={failure} />
    </section>
  )
}
