import type { EarlyAnswer } from '../features/accounts/early-sign-in.ts'

export type EarlyEntries = {
  account: string
  password: string
  focused: 'account' | 'password' | null
  /** What was or will be answered, where the form has been sent already. */
  answer: Promise<EarlyAnswer> | null
}

/** Whether the server sent the page with the form in it, since it knew of no session; until the app takes it over. */
export function hasEarlyForm(): boolean {
  return document.querySelector('#early') !== null
}

/** Whether somebody is signing in by that form: then the frame of the signed-in comes next. */
export const isSentEarly = (): boolean => window.earlyAnswer !== undefined

/**
 * Ends the form that stood in the page while the app was fetched (early-page.ts of the build), and gives what was typed
 * into it; null where there is none, or no longer.
 */
export function takeEarlyEntries(): EarlyEntries | null {
  const early = document.querySelector('#early')
  if (early === null) return null
  const field = (name: string) => early.querySelector<HTMLInputElement>(`[name=${name}]`)
  const [account, password] = [field('account'), field('password')]
  const focused =
    document.activeElement === null
      ? null
      : document.activeElement === account
        ? 'account'
        : document.activeElement === password
          ? 'password'
          : null
  // A button that is held down at this moment would be gone before it is let go: the press counts.
  early.querySelector('button:active:enabled')?.closest('form')?.requestSubmit()
  const entries = {
    account: account?.value ?? '',
    password: password?.value ?? '',
    focused,
    answer: window.earlyAnswer ?? null,
  } as const
  early.remove()
  return entries
}
