import { useMutation, useQuery } from '@apollo/client/react'
import { Button, NativeSelect, Stack, TextInput } from '@mantine/core'
import { ORGANISATION_KIND_OF_ROLE, ROLES } from '@gongjian/domain/vocabulary'
import type { Role } from '@gongjian/domain/vocabulary'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import { graphql } from '../../generated/gql.ts'
import { problemOf } from '../../platform/apollo.ts'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { OrganisationPicker } from '../../ui/OrganisationPicker.tsx'
import type { PickedOrganisation } from '../../ui/OrganisationPicker.tsx'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import { useAccountsText } from './text.ts'

const FindPlaces = graphql(`
  query FindPlaces($filter: OrganisationFilter) {
    organisations(first: 12, filter: $filter) {
      edges {
        cursor
        node {
          id
          name
          code
          ledZones {
            id
            name
          }
        }
      }
    }
  }
`)
const Create = graphql(`
  mutation CreateUserAccount($input: CreateUserAccountInput!) {
    createUserAccount(input: $input) {
      __typename
      ... on FirstPassword {
        firstPassword
        userAccount {
          id
          account
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
const Grant = graphql(`
  mutation GrantRole($input: GrantRoleInput!) {
    grantRole(input: $input) {
      __typename
      ... on UserAccount {
        id
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

/** A new account with its first role, or a further role for somebody. */
export function AccountForm({
  user,
  onDone,
}: {
  user: { id: string; name: string } | null
  onDone: (made: { account: string; password: string } | null) => void
}) {
  const text = useAccountsText()
  const ui = useUiText()
  const words = useWords()
  const [id] = useState(() => newId())
  const [account, setAccount] = useState('')
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('BRANCH_RECORDER')
  const [place, setPlace] = useState<PickedOrganisation | null>(null)
  const [looking, setLooking] = useState('')
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [failure, setFailure] = useState<string | null>(null)
  const [create, creating] = useMutation(Create)
  const [grant, granting] = useMutation(Grant)
  const found = useQuery(FindPlaces, {
    variables: { filter: { kinds: [ORGANISATION_KIND_OF_ROLE[role]], search: looking || null } },
  })
  const options = found.data?.organisations.edges.map(({ node }) => node) ?? []

  async function submit() {
    setErrors({})
    setFailure(null)
    const zoneId =
      role === 'ZONE_LEAD'
        ? (options.find((one) => one.id === place?.id)?.ledZones[0]?.id ?? null)
        : null
    if (place === null) {
      setErrors({ 'role.organisationId': text('choosePlace') })
      return
    }
    const given = { role, organisationId: place.id, zoneId }
    try {
      const answer =
        user === null
          ? (await create({ variables: { input: { id, account, name, role: given } } })).data
              ?.createUserAccount
          : (await grant({ variables: { input: { userId: user.id, role: given } } })).data
              ?.grantRole
      switch (answer?.__typename) {
        case 'FirstPassword':
          onDone({ account: answer.userAccount.account, password: answer.firstPassword })
          return
        case 'UserAccount':
          onDone(null)
          return
        case 'InvalidInput':
          setErrors(
            Object.fromEntries(answer.fieldErrors.map(({ path, message }) => [path, message])),
          )
          return
        default:
          setFailure(answer?.message ?? ui('noConnection'))
      }
    } catch (problem) {
      setFailure(problemOf(problem)?.message ?? ui('noConnection'))
    }
  }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Stack>
        <FailureNotice message={failure} />
        {user === null && (
          <TextInput
            label={text('account')}
            description={text('accountRule')}
            value={account}
            error={errors['account']}
            onChange={(event) => setAccount(event.currentTarget.value)}
          />
        )}
        {user === null && (
          <TextInput
            label={text('name')}
            value={name}
            error={errors['name']}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        <NativeSelect
          size="md"
          label={text('role')}
          value={role}
          error={errors['role.role']}
          data={ROLES.map((one) => ({ value: one, label: words.role(one) }))}
          onChange={(event) => {
            setRole(ROLES.find((one) => one === event.currentTarget.value) ?? role)
            setPlace(null)
            setLooking('')
          }}
        />
        <OrganisationPicker
          key={role}
          label={text('place')}
          value={place}
          options={options}
          onSearch={(typed) => setLooking(typed === place?.name ? '' : (typed.split(' ')[0] ?? ''))}
          onPick={setPlace}
          error={errors['role.organisationId'] ?? errors['role.zoneId']}
          nothingFound={text('nothingFound')}
        />
        <Button type="submit" loading={creating.loading || granting.loading}>
          {text(user === null ? 'create' : 'grant')}
        </Button>
      </Stack>
    </form>
  )
}
