import { useQuery } from '@apollo/client/react'
import { Stack, Text } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import { paths } from '../../paths.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Link } from '../../ui/Link.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useLabourText } from './text.ts'

const CodeDocument = graphql(`
  query CheckInCode($id: ID!) {
    labourSession(id: $id) {
      id
      title
      present
      notLeft
    }
    checkInCode(sessionId: $id) {
      __typename
      ... on CheckInCode {
        code
        renewAt
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

/** What the community shows at the place, on a phone or a screen: the code of this minute, renewed by itself. */
export function CheckInCodePage() {
  const text = useLabourText()
  const { id = '' } = useParams({ strict: false })
  const { data, error, refetch } = useQuery(CodeDocument, {
    variables: { id },
    fetchPolicy: 'network-only',
    pollInterval: 15_000,
  })
  const shown = data?.checkInCode
  const code = shown?.__typename === 'CheckInCode' ? shown.code : null
  const address =
    code === null ? null : new URL(paths.checkIn(code), window.location.origin).toString()
  const picture = useQrPicture(address)
  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (data === undefined || shown === undefined) return <Loading />
  return (
    <>
      <PageHeader
        title={text('codeTitle', { title: data.labourSession?.title ?? '' })}
        subtitle={text('codeSubtitle')}
        actions={<Link to={paths.labourSession(id)}>{text('toTheList')}</Link>}
      />
      {address === null ? (
        <EmptyState title={shown.__typename === 'CheckInCode' ? '' : shown.message} />
      ) : (
        <Stack align="center" className="paper">
          {picture === null ? (
            <Loading />
          ) : (
            <img
              src={picture}
              alt={text('codePicture')}
              width={420}
              height={420}
              style={{ maxWidth: '100%', height: 'auto', imageRendering: 'pixelated' }}
            />
          )}
          {error && <Text role="alert">{text('codeNotRenewed')}</Text>}
          <Text ta="center">{text('codeHow')}</Text>
          <Text>
            {text('codePresent', {
              present: data.labourSession?.present ?? 0,
              notLeft: data.labourSession?.notLeft ?? 0,
            })}
          </Text>
          <a className="link wrap" href={address} style={{ fontSize: '0.8rem' }}>
            {text('codeLink')}
          </a>
        </Stack>
      )}
    </>
  )
}

/** The address as a picture; what draws it is loaded when it is first needed. */
function useQrPicture(address: string | null): string | null {
  const [picture, setPicture] = useState<{ address: string; url: string } | null>(null)
  useEffect(() => {
    if (address === null) return
    let wanted = true
    void import('uqr').then(({ renderSVG }) => {
      const svg = renderSVG(address, { ecc: 'M', border: 3 })
      if (wanted) setPicture({ address, url: `data:image/svg+xml,${encodeURIComponent(svg)}` })
    })
    return () => {
      wanted = false
    }
  }, [address])
  return picture?.url ?? null
}
