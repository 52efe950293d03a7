import { useMutation, useQuery } from '@apollo/client/react'
import { Button, Modal, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import { graphql } from '../../generated/gql.ts'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { OrganisationPicker } from '../../ui/OrganisationPicker.tsx'
import type { PickedOrganisation } from '../../ui/OrganisationPicker.tsx'
import { useSending } from '../../ui/use-sending.ts'
import { Grant } from './period-queries.ts'
import { usePeriodsText } from './text.ts'
import type { Period } from './YearTable.tsx'

const FindForException = graphql(`
  query FindForException($filter: OrganisationFilter, $record: ID!, $withRecord: Boolean!) {
    organisations(first: 12, filter: $filter) {
      edges {
        cursor
        node {
          id
          name
          code
        }
      }
    }
    activity(id: $record) @include(if: $withRecord) {
      id
      title
      day
    }
  }
`)

/** Opens what is closing or locked again: for an organisation, or for the record one came from. */
export function GrantDialog({
  period,
  record,
  onClose,
  onGranted,
}: {
  period: Period
  record: string | null
  onClose: () => void
  onGranted: () => void
}) {
  const text = usePeriodsText()
  const [id] = useState(() => newId())
  const [organisation, setOrganisation] = useState<PickedOrganisation | null>(null)
  const [looking, setLooking] = useState('')
  const [typed, setTyped] = useState({ quarter: '', reason: '', until: '' })
  const { data } = useQuery(FindForException, {
    variables: {
      filter: { search: looking || null },
      record: record ?? '',
      withRecord: record !== null,
    },
  })
  const [grant] = useMutation(Grant)
  const { send, sending, errors, failure } = useSending()
  const closed = period.quarters.filter(({ status }) => status !== 'OPEN')
  async function submit() {
    const done = await send(async () => {
      const { data: answer } = await grant({
        variables: {
          input: {
            id,
            year: period.year,
            quarter: typed.quarter === '' ? null : Number(typed.quarter),
            organisationId: record === null ? (organisation?.id ?? null) : null,
            activityId: record,
            reason: typed.reason,
            until: typed.until,
          },
        },
      })
      return answer?.grantPeriodException
    })
    if (done) onGranted()
  }
  return (
    <Modal opened onClose={onClose} title={text('grant')}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <Stack>
          <Text size="sm">{text('grantHint')}</Text>
          {record === null ? (
            <OrganisationPicker
              label={text('forWhom')}
              value={organisation}
              options={data?.organisations.edges.map(({ node }) => node) ?? []}
              onSearch={setLooking}
              onPick={setOrganisation}
              error={errors['organisationId']}
              nothingFound={text('nobodyFound')}
            />
          ) : (
            <Text fw={600} className="wrap">
              {text('forRecord', { title: data?.activity?.title ?? '' })}
            </Text>
          )}
          <NativeSelect
            label={text('period')}
            value={typed.quarter}
            error={errors['activityId']}
            data={[
              { value: '', label: text('wholeYear') },
              ...closed.map(({ quarter }) => ({
                value: String(quarter),
                label: text('quarterOf', { quarter }),
              })),
            ]}
            onChange={({ currentTarget: { value } }) => setTyped({ ...typed, quarter: value })}
          />
          <Textarea
            label={text('reason')}
            description={text('reasonHint')}
            value={typed.reason}
            error={errors['reason']}
            onChange={({ currentTarget: { value } }) => setTyped({ ...typed, reason: value })}
          />
          <TextInput
            type="date"
            label={text('until')}
            description={text('untilHint')}
            value={typed.until}
            error={errors['until']}
            onChange={({ currentTarget: { value } }) => setTyped({ ...typed, until: value })}
          />
          <FailureNotice message={failure} />
          <Button type="submit" loading={sending}>
            {text('grant')}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
