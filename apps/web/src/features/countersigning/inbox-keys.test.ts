import { describe, expect, test } from 'vitest'
import { inboxKey, placeAfter } from './inbox-keys.ts'

const plain = {
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isInField: false,
  hasLetters: true,
}

describe('keys of the inbox', () => {
  test.each([
    ['j', 'next'],
    ['ArrowDown', 'next'],
    ['k', 'previous'],
    ['ArrowUp', 'previous'],
    ['a', 'accept'],
    ['e', 'edit'],
    ['r', 'return'],
    ['?', 'help'],
  ])('%s means %s', (key, meaning) => {
    expect(inboxKey({ ...plain, key })).toEqual({ do: meaning })
  })

  test('1 to 5 rate; 0 and 6 do not', () => {
    for (const usefulness of [1, 2, 3, 4, 5])
      expect(inboxKey({ ...plain, key: String(usefulness) })).toEqual({ do: 'rate', usefulness })
    expect(inboxKey({ ...plain, key: '0' })).toBeNull()
    expect(inboxKey({ ...plain, key: '6' })).toBeNull()
  })

  test('what is typed into a field is no command, except to send and to leave', () => {
    for (const key of ['j', 'a', 'r', 'e', '4', '?', 'ArrowDown', 'Enter'])
      expect(inboxKey({ ...plain, key, isInField: true })).toBeNull()
    expect(inboxKey({ ...plain, key: 'Escape', isInField: true })).toEqual({ do: 'leaveField' })
    expect(inboxKey({ ...plain, key: 'Enter', ctrlKey: true, isInField: true })).toEqual({
      do: 'send',
    })
  })

  test('with the letters switched off, arrows and Ctrl+Enter are left', () => {
    const off = { ...plain, hasLetters: false }
    for (const key of ['j', 'k', 'a', 'e', 'r', '?', '1', '5'])
      expect(inboxKey({ ...off, key })).toBeNull()
    expect(inboxKey({ ...off, key: 'ArrowDown' })).toEqual({ do: 'next' })
    expect(inboxKey({ ...off, key: 'Enter', ctrlKey: true })).toEqual({ do: 'send' })
  })

  test('Enter alone never sends: it presses the button on which the cursor stands', () => {
    expect(inboxKey({ ...plain, key: 'Enter' })).toBeNull()
  })

  test('the browser keeps its own combinations', () => {
    for (const modifier of ['ctrlKey', 'metaKey', 'altKey'])
      expect(inboxKey({ ...plain, key: 'r', [modifier]: true })).toBeNull()
  })

  test('moving stops at both ends', () => {
    expect(placeAfter(-1, 'next', 3)).toBe(0)
    expect(placeAfter(2, 'next', 3)).toBe(2)
    expect(placeAfter(0, 'previous', 3)).toBe(0)
    expect(placeAfter(-1, 'previous', 3)).toBe(0)
  })
})
