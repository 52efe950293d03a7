import fc from 'fast-check'
import { expect, test } from 'vitest'
import { archivedRecordText, archiveText, changedSince } from './archive-digest.ts'
import type { ArchivedFacts } from './archive-digest.ts'

const facts: ArchivedFacts = {
  id: 'a',
  version: 3,
  status: 'COUNTERSIGNED',
  outputs: [
    { indicatorCode: 'green.trees', claimed: '12', accepted: '10' },
    { indicatorCode: 'culture.books', claimed: '5', accepted: null },
  ],
  countersignatures: [
    { id: 's2', decision: 'CORRECTED', usefulness: 4, words: '属实', reason: null },
    { id: 's1', decision: 'RETURNED', usefulness: null, words: '', reason: '数量不符' },
  ],
}

test('the order in which outputs and countersignatures were read does not matter', () => {
  const turned = {
    ...facts,
    outputs: facts.outputs.toReversed(),
    countersignatures: facts.countersignatures.toReversed(),
  }
  expect(archivedRecordText(turned)).toBe(archivedRecordText(facts))
})

test.each<[string, Partial<ArchivedFacts>]>([
  ['version', { version: 4 }],
  ['status', { status: 'RETURNED' }],
  ['accepted quantity', { outputs: [{ ...output(0), accepted: '11' }, output(1)] }],
  ['claimed quantity', { outputs: [{ ...output(0), claimed: '13' }, output(1)] }],
  ['a further output', { outputs: [...facts.outputs, { ...output(0), indicatorCode: 'x' }] }],
  ['a further countersignature', { countersignatures: [...facts.countersignatures, sign('s3')] }],
  ['the words of one', { countersignatures: [sign('s1'), sign('s2')] }],
])('another %s is another text', (_what, change) => {
  expect(archivedRecordText({ ...facts, ...change })).not.toBe(archivedRecordText(facts))
})

function output(at: number) {
  const found = facts.outputs[at]
  if (found === undefined) throw new Error('there is no such output')
  return found
}
function sign(id: string) {
  return { id, decision: 'ACCEPTED', usefulness: 5, words: '好', reason: null } as const
}

const digests = fc
  .dictionary(fc.string({ minLength: 1, maxLength: 4 }), fc.string({ maxLength: 4 }))
  .map((entries) => new Map(Object.entries(entries)))

test('an archive is the same text exactly where none of its records differs', () => {
  fc.assert(
    fc.property(digests, digests, (then, now) => {
      const same = archiveText('o', 2008, then) === archiveText('o', 2008, now)
      expect(changedSince(then, now) === 0).toBe(same)
      expect(changedSince(then, now)).toBe(changedSince(now, then))
    }),
  )
  expect(archiveText('o', 2008, new Map())).not.toBe(archiveText('o', 2007, new Map()))
  expect(archiveText('o', 2008, new Map())).not.toBe(archiveText('p', 2008, new Map()))
})

test('what was added, changed and taken out is each counted once', () => {
  const then = new Map([
    ['same', '1'],
    ['changed', '1'],
    ['gone', '1'],
  ])
  const now = new Map([
    ['same', '1'],
    ['changed', '2'],
    ['new', '1'],
  ])
  expect(changedSince(then, now)).toBe(3)
})
