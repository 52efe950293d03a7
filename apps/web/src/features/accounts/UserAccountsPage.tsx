import { useMutation, useQuery } from '@apollo/client/react'
import { Button, CopyButton, Group, Modal, NativeSelect, Stack, Switch, Text } from '@mantine/core'
import { ROLES } from '@gongjian/domain/vocabulary'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import type { UserAccountsQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { problemOf } from '../../platform/apollo.ts'
import { useFormats } from '../../platform/locale.tsx'
import { useMay } from '../../platform/session.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ExportMenu } from '../../ui/ExportMenu.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { countSet, Filters } from '../../ui/Filters.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import { AccountForm } from './AccountForm.tsx'
import { useAccountsText } from './text.ts'

export const UserAccountsDocument = graphql(`
  query UserAccounts($after: String, $filter: UserAccountFilter) {
    userAccounts(first: 50, after: $after, filter: $filter) {
      edges {
        cursor
        node {
          id
          account
          name
          disabledAt
          mustChangePassword
          createdAt
          lastSeenAt
          assignments {
            id
            role
            active
            organisation {
              id
              name
            }
            zone {
              id
              name
            }
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)
const ResetPassword = graphql(`
  mutation ResetPassword($input: ResetPasswordInput!) {
    resetPassword(input: $input) {
      __typename
      ... on FirstPassword {
        firstPassword
        userAccount {
          id
          account
          name
          mustChangePassword
        }
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
const SetDisabled = graphql(`
  mutation SetAccountDisabled($input: SetAccountDisabledInput!) {
    setAccountDisabled(input: $input) {
      __typename
      ... on UserAccount {
        id
        disabledAt
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
const RevokeRole = graphql(`
  mutation RevokeRole($input: RevokeRoleInput!) {
    revokeRole(input: $input) {
      __typename
      ... on UserAccount {
        id
        assignments {
          id
          role
          active
          organisation {
            id
            name
          }
          zone {
            id
            name
          }
        }
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
type Row = UserAccountsQuery['userAccounts']['edges'][number]['node']
type Search = {
  search?: string | undefined
  role?: string | undefined
  disabled?: boolean | undefined
}

/** Accounts: who may sign in, as what; first passwords are shown once. */
export function UserAccountsPage() {
  const text = useAccountsText()
  const ui = useUiText()
  const words = useWords()
  const formats = useFormats()
  const may = useMay()
  const navigate = useNavigate()
  const search: Search = useSearch({ strict: false })
  const role = ROLES.find((one) => one === search.role) ?? null
  const filter = { search: search.search ?? null, role, disabled: search.disabled ?? null }
  const { data, error, loading, refetch, fetchMore } = useQuery(UserAccountsDocument, {
    variables: { after: null, filter },
    skip: !may('userAccounts'),
    notifyOnNetworkStatusChange: true,
  })
  const [reset] = useMutation(ResetPassword)
  const [disable] = useMutation(SetDisabled)
  const [revoke] = useMutation(RevokeRole)
  const [form, setForm] = useState<{ user: { id: string; name: string } | null } | null>(null)
  const [secret, setSecret] = useState<{ account: string; password: string } | null>(null)
  const [confirm, setConfirm] = useState<{ question: string; run: () => Promise<void> } | null>(
    null,
  )
  const [failure, setFailure] = useState<string | null>(null)
  const set = (part: Partial<Search>) =>
    void navigate({ to: paths.userAccounts(), search: { ...search, ...part }, replace: true })
  const page = data?.userAccounts
  if (!may('userAccounts')) return <EmptyState title={ui('mayNotSee')} />

  async function attempt(
    work: () => Promise<{ __typename: string; message?: string } | undefined>,
  ) {
    setFailure(null)
    try {
      const answer = await work()
      if (answer?.message) setFailure(answer.message)
    } catch (problem) {
      setFailure(problemOf(problem)?.message ?? ui('noConnection'))
    }
    setConfirm(null)
  }
  const askReset = (row: Row) =>
    setConfirm({
      question: text('resetQuestion', { name: row.name }),
      run: () =>
        attempt(async () => {
          const answer = (await reset({ variables: { input: { userId: row.id } } })).data
            ?.resetPassword
          if (answer?.__typename === 'FirstPassword')
            setSecret({ account: answer.userAccount.account, password: answer.firstPassword })
          return answer
        }),
    })
  const askDisable = (row: Row) =>
    setConfirm({
      question: text(row.disabledAt ? 'enableQuestion' : 'disableQuestion', { name: row.name }),
      run: () =>
        attempt(
          async () =>
            (
              await disable({
                variables: { input: { userId: row.id, disabled: row.disabledAt === null } },
              })
            ).data?.setAccountDisabled,
        ),
    })

  return (
    <>
      <PageHeader
        title={text('accounts')}
        subtitle={text('accountsSubtitle')}
        actions={
          <>
            <Button onClick={() => setForm({ user: null })}>{text('newAccount')}</Button>
            <ExportMenu table="user-accounts" filter={filter} />
          </>
        }
      />
      <Filters
        first={
          <SearchField
            label={text('searchAccounts')}
            value={search.search ?? ''}
            onSearch={(typed) => set({ search: typed || undefined })}
          />
        }
        chosen={countSet(role, search.disabled)}
      >
        <NativeSelect
          size="md"
          label={text('role')}
          value={role ?? ''}
          onChange={(event) => set({ role: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: ui('all') },
            ...ROLES.map((one) => ({ value: one, label: words.role(one) })),
          ]}
        />
        <Switch
          label={text('disabledOnly')}
          checked={search.disabled ?? false}
          onChange={(event) => set({ disabled: event.currentTarget.checked || undefined })}
        />
      </Filters>
      <FailureNotice message={failure} />
      {error && page === undefined ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : page === undefined ? (
        <Loading />
      ) : page.edges.length === 0 ? (
        <EmptyState title={text('noAccounts')} hint={text('noAccountsHint')} />
      ) : (
        <div className="paper">
          <DataTable
            caption={text('accounts')}
            rows={page.edges.map(({ node }) => node)}
            keyOf={({ id }) => id}
            columns={[
              {
                key: 'name',
                head: text('name'),
                main: true,
                cell: (row: Row) => (
                  <>
                    {row.name}{' '}
                    <Text span size="sm" c="dimmed">
                      {row.account}
                    </Text>
                  </>
                ),
              },
              {
                key: 'roles',
                head: text('roles'),
                cell: (row: Row) => (
                  <Stack gap={2}>
                    {row.assignments
                      .filter(({ active }) => active)
                      .map((assignment) => (
                        <Group key={assignment.id} gap={6} wrap="nowrap">
                          <Text size="sm">
                            {words.role(assignment.role)} · {assignment.organisation.name}
                          </Text>
                          <Button
                            size="compact-xs"
                            variant="default"
                            flex="none"
                            aria-label={text('revokeOf', {
                              role: words.role(assignment.role),
                              name: row.name,
                            })}
                            onClick={() =>
                              setConfirm({
                                question: text('revokeQuestion', {
                                  role: words.role(assignment.role),
                                  name: row.name,
                                }),
                                run: () =>
                                  attempt(
                                    async () =>
                                      (
                                        await revoke({
                                          variables: { input: { assignmentId: assignment.id } },
                                        })
                                      ).data?.revokeRole,
                                  ),
                              })
                            }
                          >
                            {text('revoke')}
                          </Button>
                        </Group>
                      ))}
                  </Stack>
                ),
              },
              {
                key: 'state',
                head: text('state'),
                cell: (row: Row) =>
                  row.disabledAt
                    ? text('disabled')
                    : row.mustChangePassword
                      ? text('firstPassword')
                      : text('active'),
              },
              {
                key: 'seen',
                head: text('lastSeenHead'),
                wideOnly: true,
                cell: (row: Row) => (row.lastSeenAt ? formats.moment(row.lastSeenAt) : '—'),
              },
              {
                key: 'actions',
                head: text('actions'),
                cell: (row: Row) => (
                  <Group gap={6}>
                    <Button
                      size="compact-md"
                      variant="default"
                      onClick={() => setForm({ user: { id: row.id, name: row.name } })}
                    >
                      {text('grant')}
                    </Button>
                    <Button size="compact-md" variant="default" onClick={() => askReset(row)}>
                      {text('reset')}
                    </Button>
                    <Button size="compact-md" variant="default" onClick={() => askDisable(row)}>
                      {text(row.disabledAt ? 'enable' : 'disable')}
                    </Button>
                  </Group>
                ),
              },
            ]}
          />
          <LoadMore
            hasNextPage={page.pageInfo.hasNextPage}
            loading={loading}
            onMore={() => void fetchMore({ variables: { after: page.pageInfo.endCursor } })}
          />
        </div>
      )}
      <Modal
        opened={form !== null}
        onClose={() => setForm(null)}
        title={form?.user ? text('grantTo', { name: form.user.name }) : text('newAccount')}
      >
        {form && (
          <AccountForm
            user={form.user}
            onDone={(made) => {
              setForm(null)
              if (made) setSecret(made)
              void refetch()
            }}
          />
        )}
      </Modal>
      <Modal
        opened={secret !== null}
        onClose={() => setSecret(null)}
        title={text('firstPasswordShown')}
      >
        {secret && (
          <Stack>
            <Text>{text('firstPasswordHint', { account: secret.account })}</Text>
            <Text fw={700} size="xl" ff="monospace" data-testid="first-password">
              {secret.password}
            </Text>
            <CopyButton value={secret.password}>
              {({ copied, copy }) => (
                <Button variant="default" onClick={copy}>
                  {text(copied ? 'copied' : 'copy')}
                </Button>
              )}
            </CopyButton>
          </Stack>
        )}
      </Modal>
      <Modal opened={confirm !== null} onClose={() => setConfirm(null)} title={ui('confirm')}>
        <Stack>
          <Text>{confirm?.question}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setConfirm(null)}>
              {ui('cancel')}
            </Button>
            <Button onClick={() => void confirm?.run()}>{ui('confirm')}</Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
