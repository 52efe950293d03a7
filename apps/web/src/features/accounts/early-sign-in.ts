/**
 * Sends the form that stands in the page before the app does (early-page.ts of the build), so that nobody who has typed
 * waits for the app. A file of its own, a thousandth of the app, which imports nothing; the app takes over what it began.
 */
export type EarlyAnswer =
  | { signedIn: true }
  | { signedIn: false; message: string; retryAfterSeconds: number }

declare global {
  interface Window {
    /** The newest answer to the early form, under way or there; undefined: it has not been sent. */
    earlyAnswer?: Promise<EarlyAnswer>
  }
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined

async function signIn(form: HTMLFormElement): Promise<EarlyAnswer> {
  const unreachable = {
    signedIn: false,
    message: form.dataset['unreachable'] ?? '',
    retryAfterSeconds: 0,
  } as const
  try {
    const typed = new FormData(form)
    const response = await fetch('/graphql', {
      method: 'POST',
      credentials: 'same-origin',
      headers: {
        'content-type': 'application/json',
        'accept-language': document.documentElement.lang,
      },
      body: JSON.stringify({
        documentId: form.dataset['document'],
        operationName: 'SignIn',
        variables: { input: { account: typed.get('account'), password: typed.get('password') } },
      }),
    })
    const answer: unknown = await response.json()
    const result = field(field(answer, 'data'), 'signIn')
    if (field(result, '__typename') === 'Viewer') return { signedIn: true }
    const errors = field(answer, 'errors')
    const message =
      field(result, 'message') ?? field(Array.isArray(errors) ? errors[0] : null, 'message')
    if (typeof message !== 'string') return unreachable
    return {
      signedIn: false,
      message,
      retryAfterSeconds: Number(field(result, 'retryAfterSeconds') ?? 0),
    }
  } catch {
    return unreachable
  }
}

function sendItself(form: HTMLFormElement): void {
  const button = form.querySelector('button')
  const status = form.querySelector<HTMLElement>('[role=status]')
  if (button === null || status === null) return
  const loading = status.textContent
  status.textContent = ''
  button.disabled = false
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (button.disabled) return
    button.disabled = true
    status.textContent = loading
    delete status.dataset['failed']
    const answer = signIn(form)
    window.earlyAnswer = answer
    void answer.then((told) => {
      if (told.signedIn) return
      status.textContent = told.message
      status.dataset['failed'] = ''
      button.disabled = false
    })
  })
}

// The script stands behind the form, which is there; the end of the page waits for the app.
const form = document.querySelector<HTMLFormElement>('#early form')
if (form !== null) sendItself(form)
