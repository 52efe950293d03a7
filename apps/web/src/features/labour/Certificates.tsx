import { useMutation } from '@apollo/client/react'
import { Button, Group, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import { graphql } from '../../generated/gql.ts'
import type { VolunteerPageQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useViewer } from '../../platform/session.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Link } from '../../ui/Link.tsx'
import { useLabourText } from './text.ts'
import { useSending } from '../../ui/use-sending.ts'

const Issue = graphql(`
  mutation IssueCertificate($input: IssueCertificateInput!) {
    issueCertificate(input: $input) {
      __typename
      ... on VolunteerCertificate {
        id
      }
      ... on InvalidInput {
        message
        fieldErrors {
          path
          code
          message
        }
      }
      ... on Refused {
        message
      }
      ... on NotFound {
        message
      }
    }
  }
`)
const Revoke = graphql(`
  mutation RevokeCertificate($input: RevokeCertificateInput!) {
    revokeCertificate(input: $input) {
      __typename
      ... on VolunteerCertificate {
        id
        revokedAt
        revokeReason
      }
      ... on InvalidInput {
        message
        fieldErrors {
          path
          code
          message
        }
      }
      ... on Refused {
        message
      }
      ... on NotFound {
        message
      }
    }
  }
`)
type Found = NonNullable<VolunteerPageQuery['volunteer']>

/** Certificates that were issued, a new one for a time, and taking one back with a reason. */
export function Certificates({
  volunteer,
  certificates,
  onChanged,
}: {
  volunteer: Found
  certificates: Found['certificates']
  onChanged: () => void
}) {
  const text = useLabourText()
  const formats = useFormats()
  const { today } = useViewer()
  const [id, setId] = useState(() => newId())
  const [days, setDays] = useState({ dayFrom: `${today.slice(0, 4)}-01-01`, dayTo: today })
  const [reason, setReason] = useState('')
  const [issue] = useMutation(Issue)
  const [revoke] = useMutation(Revoke)
  const { send, sending, errors, failure } = useSending()
  return (
    <section className="paper">
      <Group justify="space-between">
        <Title order={2} size="h4">
          {text('certificates')}
        </Title>
        {certificates.length > 0 && (
          <ExportMenu table="certificates" filter={{ volunteerId: volunteer.id }} />
        )}
      </Group>
      <FailureNotice message={failure} />
      <form
        noValidate
        className="no-print"
        onSubmit={(event) => {
          event.preventDefault()
          void send(async () => {
            const { data } = await issue({
              variables: { input: { id, volunteerId: volunteer.id, ...days } },
            })
            return data?.issueCertificate
          }).then((done) => {
            if (!done) return
            setId(newId())
            onChanged()
          })
        }}
      >
        <Group align="flex-end" my="xs">
          <TextInput
            type="date"
            label={text('dayFrom')}
            value={days.dayFrom}
            error={errors['dayFrom']}
            onChange={(event) => setDays({ ...days, dayFrom: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            label={text('dayTo')}
            value={days.dayTo}
            error={errors['dayTo']}
            onChange={(event) => setDays({ ...days, dayTo: event.currentTarget.value })}
          />
          <Button
            type="submit"
            loading={sending}
            disabled={!volunteer.consentsToNamed}
            aria-describedby="certificate-needs"
          >
            {text('issueCertificate')}
          </Button>
        </Group>
        <Text size="sm" c="dimmed" id="certificate-needs">
          {text(volunteer.consentsToNamed ? 'certificateFreezes' : 'certificateNeedsConsent')}
        </Text>
      </form>
      {certificates.length > 0 && (
        <>
          <DataTable
            caption={text('certificates')}
            rows={certificates}
            keyOf={(row) => row.id}
            columns={[
              {
                key: 'number',
                head: text('certificateNumber'),
                main: true,
                cell: (row) => (
                  <a className="link" href={`/files/certificates/${row.id}.pdf`}>
                    {row.number}
                  </a>
                ),
              },
              {
                key: 'time',
                head: text('certificateTime'),
                cell: ({ dayFrom, dayTo }) => `${formats.day(dayFrom)} — ${formats.day(dayTo)}`,
              },
              {
                key: 'recorded',
                head: text('recordedHours'),
                number: true,
                cell: ({ recordedHours }) => formats.number(recordedHours),
              },
              {
                key: 'added',
                head: text('addedHours'),
                number: true,
                cell: ({ addedHours }) => formats.number(addedHours),
              },
              {
                key: 'code',
                head: text('certificateCode'),
                cell: ({ code }) => <Link to={paths.verify(code)}>{code}</Link>,
              },
              {
                key: 'state',
                head: text('state'),
                cell: ({ id: certificateId, number, revokedAt, revokeReason }) =>
                  revokedAt ? (
                    text('revokedBecause', { reason: revokeReason ?? '' })
                  ) : (
                    <Button
                      size="compact-md"
                      variant="default"
                      aria-label={text('revokeOf', { number })}
                      loading={sending}
                      onClick={() =>
                        void send(async () => {
                          const { data } = await revoke({
                            variables: { input: { id: certificateId, reason } },
                          })
                          return data?.revokeCertificate
                        }).then((done) => {
                          if (!done) return
                          setReason('')
                          onChanged()
                        })
                      }
                    >
                      {text('revoke')}
                    </Button>
                  ),
              },
            ]}
          />
          <TextInput
            mt="sm"
            className="no-print"
            label={text('revokeReason')}
            value={reason}
            error={errors['reason']}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </>
      )}
    </section>
  )
}
