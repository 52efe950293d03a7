import { useMutation } from '@apollo/client/react'
import { Button, PasswordInput, Stack } from '@mantine/core'
import { useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import { problemOf } from '../../platform/apollo.ts'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useUiText } from '../../ui/text.ts'
import { useAccountsText } from './text.ts'

const ChangePassword = graphql(`
  mutation ChangePassword($input: ChangePasswordInput!) {
    changePassword(input: $input) {
      __typename
      ... on Viewer {
        id
        mustChangePassword
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
      ... on Throttled {
        code
        message
        retryAfterSeconds
      }
    }
  }
`)

export function PasswordForm({ onChanged }: { onChanged: () => void }) {
  const text = useAccountsText()
  const ui = useUiText()
  const [change, { loading }] = useMutation(ChangePassword)
  const [typed, setTyped] = useState({ current: '', next: '', again: '' })
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [failure, setFailure] = useState<string | null>(null)
  const field = (name: keyof typeof typed) => ({
    value: typed[name],
    error: errors[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setTyped({ ...typed, [name]: event.currentTarget.value }),
    visibilityToggleButtonProps: { 'aria-label': text('showPassword'), tabIndex: 0 },
  })

  async function submit() {
    setFailure(null)
    if (typed.next !== typed.again) {
      setErrors({ again: text('passwordsDiffer') })
      return
    }
    setErrors({})
    try {
      const { data } = await change({
        variables: { input: { current: typed.current, next: typed.next } },
      })
      const result = data?.changePassword
      if (result?.__typename === 'Viewer') {
        setTyped({ current: '', next: '', again: '' })
        onChanged()
      } else if (result?.__typename === 'InvalidInput')
        setErrors(
          Object.fromEntries(result.fieldErrors.map(({ path, message }) => [path, message])),
        )
      else setFailure(result?.message ?? ui('noConnection'))
    } catch (error) {
      setFailure(problemOf(error)?.message ?? ui('noConnection'))
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
      <Stack maw={420}>
        <FailureNotice message={failure} />
        <PasswordInput
          label={text('currentPassword')}
          autoComplete="current-password"
          {...field('current')}
        />
        <PasswordInput
          label={text('newPassword')}
          description={text('passwordRule')}
          autoComplete="new-password"
          {...field('next')}
        />
        <PasswordInput
          label={text('newPasswordAgain')}
          autoComplete="new-password"
          {...field('again')}
        />
        <Button type="submit" loading={loading}>
          {text('changePassword')}
        </Button>
      </Stack>
    </form>
  )
}
