/** What a key means in the inbox, wherever the cursor stands. */
export type InboxKey =
  | { do: 'next' | 'previous' | 'accept' | 'edit' | 'return' | 'send' | 'leaveField' | 'help' }
  | { do: 'rate'; usefulness: number }

type Pressed = {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  /** True where the key is typed into a field. */
  isInField: boolean
  /** False where the reader has switched commands of one letter off. */
  hasLetters: boolean
}

const arrows: Partial<Record<string, InboxKey>> = {
  ArrowDown: { do: 'next' },
  ArrowUp: { do: 'previous' },
}
const letters: Partial<Record<string, InboxKey>> = {
  j: { do: 'next' },
  k: { do: 'previous' },
  a: { do: 'accept' },
  e: { do: 'edit' },
  r: { do: 'return' },
  '?': { do: 'help' },
}

/** Letters are commands only outside of fields; with Ctrl, Alt or Command they belong to the browser. */
export function inboxKey({
  key,
  ctrlKey,
  metaKey,
  altKey,
  isInField,
  hasLetters,
}: Pressed): InboxKey | null {
  if (key === 'Enter' && (ctrlKey || metaKey) && !altKey) return { do: 'send' }
  if (isInField) return key === 'Escape' ? { do: 'leaveField' } : null
  if (ctrlKey || metaKey || altKey) return null
  if (!hasLetters) return arrows[key] ?? null
  if (/^[1-5]$/.test(key)) return { do: 'rate', usefulness: Number(key) }
  return arrows[key] ?? letters[key] ?? null
}

export function keyOf(event: KeyboardEvent): InboxKey | null {
  const { target } = event
  if (!(target instanceof HTMLElement)) return null
  const isCheckbox = target instanceof HTMLInputElement && target.type === 'checkbox'
  // In a row of choices the arrows belong to the row.
  const isChoosing =
    target.getAttribute('role') === 'radio' && ['ArrowUp', 'ArrowDown'].includes(event.key)
  const isInField =
    isChoosing ||
    target.isContentEditable ||
    (['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) && !isCheckbox)
  return inboxKey({
    key: event.key,
    ctrlKey: event.ctrlKey,
    metaKey: event.metaKey,
    altKey: event.altKey,
    isInField,
    hasLetters: hasLetterKeys(),
  })
}

const remembered = 'gongjian.letterKeys'

/** Commands of one letter can be switched off (WCAG 2.1.4): who speaks their text would give commands by chance. */
export function hasLetterKeys(): boolean {
  return localStorage.getItem(remembered) !== 'off'
}

export function setLetterKeys(on: boolean): void {
  localStorage.setItem(remembered, on ? 'on' : 'off')
}

/** Where one comes to from a place in the list; from nowhere, to its beginning. */
export function placeAfter(place: number, move: 'next' | 'previous', length: number): number {
  return move === 'next' ? Math.min(length - 1, place + 1) : Math.max(0, place - 1)
}
