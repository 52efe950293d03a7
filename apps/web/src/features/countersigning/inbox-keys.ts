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
}

const letters: Partial<Record<string, InboxKey>> = {
  j: { do: 'next' },
  ArrowDown: { do: 'next' },
  k: { do: 'previous' },
  ArrowUp: { do: 'previous' },
  a: { do: 'accept' },
  e: { do: 'edit' },
  r: { do: 'return' },
  '?': { do: 'help' },
}

/** Letters are commands only outside of fields; with Ctrl, Alt or Command they belong to the browser. */
export function inboxKey({ key, ctrlKey, metaKey, altKey, isInField }: Pressed): InboxKey | null {
  if (key === 'Enter' && (ctrlKey || metaKey) && !altKey) return { do: 'send' }
  if (isInField) return key === 'Escape' ? { do: 'leaveField' } : null
  if (ctrlKey || metaKey || altKey) return null
  if (/^[1-5]$/.test(key)) return { do: 'rate', usefulness: Number(key) }
  return letters[key] ?? null
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
  })
}

/** Where one comes to from a place in the list; from nowhere, to its beginning. */
export function placeAfter(place: number, move: 'next' | 'previous', length: number): number {
  return move === 'next' ? Math.min(length - 1, place + 1) : Math.max(0, place - 1)
}
