import { describe, expect, test } from 'vitest'
import { emptyContent } from './form-content.ts'
import { readKept, startOf } from './form-start.ts'

const fresh = emptyContent('pairing', '2008-09-26', 'AGENCY_TO_COMMUNITY')
const typed = { ...fresh, words: '楼前整理' }
const kept = { formId: 'form', baseVersion: 3, savedAt: 1000, content: typed }

describe('what stands in the form when it is opened', () => {
  test('what the server has, where nothing was kept', () => {
    expect(startOf(fresh, 3, null)).toEqual({ content: fresh, recoveredAt: null, isStale: false })
  })

  test('what was typed and not sent goes first, and is said', () => {
    expect(startOf(fresh, 3, kept)).toEqual({ content: typed, recoveredAt: 1000, isStale: false })
  })

  test('what was kept and is the same as on the server is not worth a word', () => {
    expect(startOf(typed, 4, kept)).toEqual({ content: typed, recoveredAt: null, isStale: false })
  })

  test('what was typed on an older version is kept, and shown beside the newer one', () => {
    expect(startOf(fresh, 4, kept)).toEqual({ content: typed, recoveredAt: 1000, isStale: true })
  })

  test('a new form has nothing to be behind of', () => {
    expect(startOf(fresh, null, { ...kept, baseVersion: null }).isStale).toBe(false)
  })
})

describe('what the device kept', () => {
  const draft = { baseVersion: null, savedAt: 5, content: { ...typed, formId: 'form' } }

  test('is read with the id that the form was given', () => {
    expect(readKept(draft)).toEqual({
      formId: 'form',
      content: typed,
      baseVersion: null,
      savedAt: 5,
    })
  })

  test('is nothing where there is none, or where it cannot be read', () => {
    expect(readKept(undefined)).toBeNull()
    expect(readKept({ ...draft, content: typed })).toBeNull()
    expect(readKept({ ...draft, content: { formId: 'form', kind: 'PARTY' } })).toBeNull()
  })
})
