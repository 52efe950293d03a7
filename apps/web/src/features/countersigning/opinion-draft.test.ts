import { expect, test } from 'vitest'
import { draftOf, forgetDraft, keepDraft } from './opinion-draft.ts'

test('an opinion begun on one record is there again, and on no other', () => {
  const draft = { ...draftOf('a', 1), words: '群众反映很好', quantities: { lectures: '2' } }
  keepDraft('a', draft)
  expect(draftOf('a', 1)).toEqual(draft)
  expect(draftOf('b', 1).words).toBe('')
})

test('on a record sent anew the words stay, corrected quantities do not', () => {
  keepDraft('c', { ...draftOf('c', 1), words: '请核对', quantities: { lectures: '2' } })
  expect(draftOf('c', 2)).toMatchObject({ version: 2, words: '请核对', quantities: {} })
})

test('once given it is gone', () => {
  keepDraft('d', { ...draftOf('d', 1), words: '同意' })
  forgetDraft('d')
  expect(draftOf('d', 1).words).toBe('')
})
