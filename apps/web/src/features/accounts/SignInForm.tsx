import { useMutation } from '@apollo/client/react'
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import { problemOf } from '../../platform/apollo.ts'
import { takeEarlyEntries } from '../../platform/early-page.ts'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useUiText } from '../../ui/text.ts'
import { useAccountsText } from './text.ts'

const SignIn = graphql(`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) {
      __typename
      ... on Viewer {
        id
      }
      ... on SignInFailed {
        code
        message
      }
      ... on Throttled {
        code
        message
        retryAfterSeconds
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
    }
  }
`)

/** Account and password. Used on the sign-in page and, in place, when a session has ended. */
export function SignInForm({
  account: fixedAccount,
  suggestion,
  onSignedIn,
}: {
  account?: string
  suggestion?: { account: string; password: string } | null
  onSignedIn: () => void
}) {
  const text = useAccountsText()
  const ui = useUiText()
  const [signIn, { loading }] = useMutation(SignIn)
  const [account, setAccount] = useState(fixedAccount ?? '')
  const [password, setPassword] = useState('')
  const [failure, setFailure] = useState<string | null>(null)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [wait, setWait] = useState(0)
  const [isAwaitingEarly, setIsAwaitingEarly] = useState(false)
  const signedIn = useRef(onSignedIn)
  useEffect(() => {
    signedIn.current = onSignedIn
  })
  const first = useRef<HTMLInputElement>(null)
  const second = useRef<HTMLInputElement>(null)

  // What was typed before this form was there; before the browser shows either without the other.
  useLayoutEffect(() => {
    const early = takeEarlyEntries()
    if (early === null) return
    setAccount(early.account)
    setPassword(early.password)
    if (early.focused !== null) (early.focused === 'account' ? first : second).current?.focus()
    if (early.answer === null) return
    // It was sent from there: not a second time from here.
    setIsAwaitingEarly(true)
    void early.answer.then((answer) => {
      setIsAwaitingEarly(false)
      if (answer.signedIn) {
        signedIn.current()
        return
      }
      setWait(answer.retryAfterSeconds)
      setFailure(answer.message)
    })
  }, [])
  useEffect(() => {
    if (!suggestion) return
    setAccount(suggestion.account)
    setPassword(suggestion.password)
  }, [suggestion])
  useEffect(() => {
    if (wait <= 0) return
    const timer = setTimeout(() => setWait(wait - 1), 1000)
    return () => clearTimeout(timer)
  }, [wait])

  async function submit() {
    setFailure(null)
    setErrors({})
    try {
      const { data } = await signIn({ variables: { input: { account, password } } })
      const result = data?.signIn
      switch (result?.__typename) {
        case 'Viewer':
          onSignedIn()
          return
        case 'Throttled':
          setWait(result.retryAfterSeconds)
          setFailure(result.message)
          return
        case 'InvalidInput':
          setErrors(
            Object.fromEntries(result.fieldErrors.map(({ path, message }) => [path, message])),
          )
          first.current?.focus()
          return
        default:
          setFailure(result?.message ?? ui('noConnection'))
      }
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
      <Stack>
        <FailureNotice message={wait > 0 ? text('wait', { seconds: wait }) : failure} />
        <TextInput
          ref={first}
          label={text('account')}
          name="account"
          autoComplete="username"
          autoCapitalize="none"
          value={account}
          error={errors['account']}
          readOnly={fixedAccount !== undefined}
          onChange={(event) => setAccount(event.currentTarget.value)}
        />
        <PasswordInput
          ref={second}
          label={text('password')}
          name="password"
          autoComplete="current-password"
          value={password}
          error={errors['password']}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': text('showPassword'), tabIndex: 0 }}
        />
        <Button type="submit" loading={loading || isAwaitingEarly} disabled={wait > 0}>
          {text('signIn')}
        </Button>
      </Stack>
    </form>
  )
}
