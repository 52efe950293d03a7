import { useQuery } from '@apollo/client/react'
import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useLabourText } from './text.ts'

const VerifyDocument = graphql(`
  query VerifyCertificate($code: String!) {
    verifyCertificate(code: $code) {
      __typename
      ... on VerifiedCertificate {
        number
        maskedName
        organisationName
        issuerName
        dayFrom
        dayTo
        services
        recordedHours
        addedHours
        issuedAt
        revokedAt
      }
      ... on NotFound {
        message
      }
      ... on Throttled {
        message
      }
    }
  }
`)

/** For whoever holds a certificate in hand: whether it is one, and what it says. */
export function VerifyPage() {
  const text = useLabourText()
  const formats = useFormats()
  const navigate = useNavigate()
  const { code = '' } = useParams({ strict: false })
  const [typed, setTyped] = useState(code)
  const { data, error, loading, refetch } = useQuery(VerifyDocument, {
    variables: { code },
    skip: code === '',
    fetchPolicy: 'network-only',
  })
  const answer = data?.verifyCertificate
  return (
    <Stack maw={640} mx="auto">
      <PageHeader title={text('verifyTitle')} subtitle={text('verifySubtitle')} />
      <form
        noValidate
        className="paper"
        onSubmit={(event) => {
          event.preventDefault()
          if (typed.trim() !== '') void navigate({ to: paths.verify(typed.trim()) })
        }}
      >
        <Group align="flex-end">
          <TextInput
            label={text('certificateCode')}
            placeholder="K7M2-9QXH-4TRD"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            style={{ flex: '1 1 220px' }}
          />
          <Button type="submit">{text('verify')}</Button>
        </Group>
      </form>
      {error && <QueryProblem error={error} onRetry={() => void refetch()} />}
      {loading && <Loading />}
      <div aria-live="polite">
        {code !== '' && data !== undefined && !answer && (
          <FailureNotice message={text('noSuchCertificate')} />
        )}
        {answer && answer.__typename !== 'VerifiedCertificate' && (
          <FailureNotice message={answer.message} />
        )}
        {answer?.__typename === 'VerifiedCertificate' && (
          <section className="paper">
            {answer.revokedAt ? (
              <FailureNotice
                message={text('certificateRevoked', { moment: formats.moment(answer.revokedAt) })}
              />
            ) : (
              <Text fw={700}>{text('certificateHolds')}</Text>
            )}
            <dl
              style={{ display: 'grid', gridTemplateColumns: 'auto 1fr', gap: '6px 16px' }}
              className="wrap"
            >
              {(
                [
                  ['certificateNumber', answer.number],
                  ['volunteer', answer.maskedName],
                  ['organisation', answer.organisationName],
                  [
                    'certificateTime',
                    `${formats.day(answer.dayFrom)} — ${formats.day(answer.dayTo)}`,
                  ],
                  ['services', formats.number(answer.services)],
                  ['recordedHours', formats.number(answer.recordedHours)],
                  ['addedHours', formats.number(answer.addedHours)],
                  ['issuer', answer.issuerName],
                  ['issuedAt', formats.moment(answer.issuedAt)],
                ] as const
              ).map(([key, value]) => (
                <div key={key} style={{ display: 'contents' }}>
                  <dt>{text(key)}</dt>
                  <dd style={{ margin: 0 }}>{value}</dd>
                </div>
              ))}
            </dl>
          </section>
        )}
      </div>
    </Stack>
  )
}
