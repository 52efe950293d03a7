import { useMutation, useQuery } from '@apollo/client/react'
import {
  Button,
  Checkbox,
  CopyButton,
  Group,
  Modal,
  NumberInput,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import { TOKEN_SCOPES } from '@gongjian/domain/vocabulary'
import type { TokenScope } from '@gongjian/domain/vocabulary'
import { useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import { problemOf } from '../../platform/apollo.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import { useAccountsText } from './text.ts'

const TokensDocument = graphql(`
  query ApiTokens {
    apiTokens {
      id
      name
      scopes
      createdAt
      expiresAt
      lastUsedAt
      revokedAt
      assignment {
        id
        role
        organisation {
          id
          name
        }
      }
    }
  }
`)
const FindHolders = graphql(`
  query FindHolders($filter: UserAccountFilter) {
    userAccounts(first: 12, filter: $filter) {
      edges {
        cursor
        node {
          id
          name
          account
          assignments {
            id
            role
            active
            organisation {
              id
              name
            }
          }
        }
      }
    }
  }
`)
const CreateToken = graphql(`
  mutation CreateApiToken($input: CreateApiTokenInput!) {
    createApiToken(input: $input) {
      __typename
      ... on NewApiToken {
        token
        apiToken {
          id
          name
        }
      }
      ... on InvalidInput {
        code
        message
        fieldErrors {
          path
          code
          message
        }
      }
      ... on Refused {
        code
        message
      }
    }
  }
`)
const RevokeToken = graphql(`
  mutation RevokeApiToken($input: RevokeApiTokenInput!) {
    revokeApiToken(input: $input) {
      __typename
      ... on ApiToken {
        id
        revokedAt
      }
      ... on NotFound {
        code
        message
      }
      ... on Refused {
        code
        message
      }
    }
  }
`)

/** Tokens for other systems: each acts as one role, within its scopes, until a day. */
export function ApiTokensPage() {
  const text = useAccountsText()
  const ui = useUiText()
  const words = useWords()
  const formats = useFormats()
  const may = useMay()
  const { data, error, refetch } = useQuery(TokensDocument, { skip: !may('apiTokens') })
  const [create, creating] = useMutation(CreateToken)
  const [revoke] = useMutation(RevokeToken)
  const [open, setOpen] = useState(false)
  const [looking, setLooking] = useState('')
  const holders = useQuery(FindHolders, {
    variables: { filter: { search: looking || null } },
    skip: !open,
  })
  const [typed, setTyped] = useState<{
    name: string
    assignmentId: string | null
    scopes: TokenScope[]
    days: number
  }>({ name: '', assignmentId: null, scopes: ['READ'], days: 365 })
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [failure, setFailure] = useState<string | null>(null)
  const [secret, setSecret] = useState<string | null>(null)
  if (!may('apiTokens')) return <EmptyState title={ui('mayNotSee')} />
  if (error && data === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading />
  const options = (holders.data?.userAccounts.edges ?? []).flatMap(({ node }) =>
    node.assignments
      .filter(({ active }) => active)
      .map((assignment) => ({
        value: assignment.id,
        label: `${node.name} ${node.account} · ${words.role(assignment.role)} · ${assignment.organisation.name}`,
      })),
  )

  async function submit() {
    setErrors({})
    setFailure(null)
    if (typed.assignmentId === null) {
      setErrors({ assignmentId: text('choosePlace') })
      return
    }
    try {
      const { data: answer } = await create({
        variables: { input: { ...typed, assignmentId: typed.assignmentId } },
      })
      const result = answer?.createApiToken
      if (result?.__typename === 'NewApiToken') {
        setOpen(false)
        setSecret(result.token)
        await refetch()
      } else if (result?.__typename === 'InvalidInput')
        setErrors(
          Object.fromEntries(result.fieldErrors.map(({ path, message }) => [path, message])),
        )
      else setFailure(result?.message ?? ui('noConnection'))
    } catch (problem) {
      setFailure(problemOf(problem)?.message ?? ui('noConnection'))
    }
  }
  return (
    <>
      <PageHeader
        title={text('tokens')}
        subtitle={text('tokensSubtitle')}
        actions={
          <>
            {data.apiTokens.length > 0 && <ExportMenu table="api-tokens" filter={{}} />}
            <Button onClick={() => setOpen(true)}>{text('newToken')}</Button>
          </>
        }
      />
      {data.apiTokens.length === 0 ? (
        <EmptyState title={text('noTokens')} hint={text('noTokensHint')} />
      ) : (
        <div className="paper">
          <DataTable
            caption={text('tokens')}
            rows={data.apiTokens}
            keyOf={({ id }) => id}
            columns={[
              { key: 'name', head: text('name'), main: true, cell: ({ name }) => name },
              {
                key: 'as',
                head: text('actsAs'),
                cell: ({ assignment }) =>
                  `${words.role(assignment.role)} · ${assignment.organisation.name}`,
              },
              {
                key: 'scopes',
                head: text('scopes'),
                cell: ({ scopes }) => scopes.map((scope) => words.scope(scope)).join(' · '),
              },
              {
                key: 'until',
                head: text('until'),
                cell: ({ expiresAt, revokedAt }) =>
                  revokedAt ? text('revoked') : formats.moment(expiresAt),
              },
              {
                key: 'used',
                head: text('lastUsed'),
                cell: ({ lastUsedAt }) => (lastUsedAt ? formats.moment(lastUsedAt) : '—'),
              },
              {
                key: 'actions',
                head: text('actions'),
                cell: ({ id, revokedAt, name }) =>
                  revokedAt ? (
                    ''
                  ) : (
                    <Button
                      size="compact-md"
                      variant="default"
                      aria-label={text('revokeToken', { name })}
                      onClick={() => void revoke({ variables: { input: { id } } })}
                    >
                      {text('revoke')}
                    </Button>
                  ),
              },
            ]}
          />
        </div>
      )}
      <Modal opened={open} onClose={() => setOpen(false)} title={text('newToken')}>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            void submit()
          }}
        >
          <Stack>
            <FailureNotice message={failure} />
            <TextInput
              label={text('tokenName')}
              value={typed.name}
              error={errors['name']}
              onChange={(event) => setTyped({ ...typed, name: event.currentTarget.value })}
            />
            <Select
              label={text('actsAs')}
              searchable
              value={typed.assignmentId}
              data={options}
              filter={({ options: all }) => all}
              onSearchChange={(value) => setLooking(value.split(' ')[0] ?? '')}
              onChange={(assignmentId) => setTyped({ ...typed, assignmentId })}
              error={errors['assignmentId']}
              nothingFoundMessage={text('nothingFound')}
            />
            <Checkbox.Group
              label={text('scopes')}
              value={typed.scopes}
              error={errors['scopes']}
              onChange={(scopes) =>
                setTyped({
                  ...typed,
                  scopes: TOKEN_SCOPES.filter((scope) => scopes.includes(scope)),
                })
              }
            >
              <Group mt="xs">
                {TOKEN_SCOPES.map((scope) => (
                  <Checkbox key={scope} value={scope} label={words.scope(scope)} />
                ))}
              </Group>
            </Checkbox.Group>
            <NumberInput
              label={text('validDays')}
              value={typed.days}
              error={errors['days']}
              min={1}
              max={730}
              onChange={(value) => setTyped({ ...typed, days: Math.round(Number(value)) || 0 })}
            />
            <Button type="submit" loading={creating.loading}>
              {text('create')}
            </Button>
          </Stack>
        </form>
      </Modal>
      <Modal opened={secret !== null} onClose={() => setSecret(null)} title={text('tokenShown')}>
        <Stack>
          <Text>{text('tokenShownHint')}</Text>
          <Text ff="monospace" className="wrap">
            {secret}
          </Text>
          <CopyButton value={secret ?? ''}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {text(copied ? 'copied' : 'copy')}
              </Button>
            )}
          </CopyButton>
        </Stack>
      </Modal>
    </>
  )
}
