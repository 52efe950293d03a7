import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  afterAnswer,
  beforeStep,
  nextStep,
  nextToSend,
  onTopOf,
  queue,
  retryDelayMilliseconds,
  tryAgain,
  tryRefusedAgain,
} from './outbox.ts'
import type { OutboxAnswer, OutboxItem, OutboxProblem, OutboxStep } from './outbox.ts'

type Item = OutboxItem<string, string>
const written = {
  id: 'a',
  userId: 'user',
  assignmentId: 'role',
  purpose: 'SUBMIT',
  version: null,
  content: 'first',
} as const
const item = (changes: Partial<Item> = {}): Item => ({
  ...queue<string, string>(null, written, null, 1000),
  ...changes,
})
const refused: OutboxProblem<string> = {
  code: 'INVALID_INPUT',
  message: '有需要更正之处。',
  fieldErrors: [{ path: 'day', message: '日期不能晚于今天。' }],
  photoId: null,
  current: null,
}
const circumstances = { now: 5000, assignmentId: 'role', isHeld: () => false }

describe('the order', () => {
  test('is that in which they were queued; an edit does not move one', () => {
    const first = item({ id: 'b', queuedAt: 1 })
    const second = item({ id: 'a', queuedAt: 2 })
    expect(nextToSend([second, first], circumstances)).toEqual({ kind: 'SEND', item: first })
    const edited = queue(first, { ...written, id: 'b', content: 'edited' }, null, 9000)
    expect(edited).toMatchObject({ queuedAt: 1, content: 'edited', revision: 2 })
  })

  test('one that waits for another try holds up those behind it', () => {
    const first = item({ id: 'a', queuedAt: 1, notBefore: 8000 })
    expect(nextToSend([first, item({ id: 'b', queuedAt: 2 })], circumstances)).toEqual({
      kind: 'WAIT',
      until: 8000,
    })
    expect(nextToSend([tryAgain(first)], circumstances)).toMatchObject({ kind: 'SEND' })
  })

  test('one that needs attention, is being edited, or is of another role lets the others pass', () => {
    const last = item({ id: 'z', queuedAt: 9 })
    const before = [
      item({ id: 'a', queuedAt: 1, problem: refused }),
      item({ id: 'b', queuedAt: 2, assignmentId: 'another role' }),
      item({ id: 'held', queuedAt: 3 }),
    ]
    const isHeld = (id: string) => id === 'held'
    expect(nextToSend([...before, last], { ...circumstances, isHeld })).toEqual({
      kind: 'SEND',
      item: last,
    })
    expect(nextToSend(before, { ...circumstances, isHeld })).toEqual({ kind: 'NOTHING' })
    expect(nextToSend([], circumstances)).toEqual({ kind: 'NOTHING' })
  })
})

describe('the steps', () => {
  test('without photos a record is submitted in one step', () => {
    expect(nextStep(item(), 0)).toBe('SUBMIT')
  })

  test('with photos its draft goes before them, and the submission after them', () => {
    expect(nextStep(item(), 2)).toBe('SAVE')
    expect(nextStep(item({ version: 1 }), 2)).toBe('SEND_PHOTO')
    expect(nextStep(item({ version: 1 }), 0)).toBe('SUBMIT')
  })

  test('a draft is saved, then its photos go, then nothing is left to do', () => {
    const draft = item({ purpose: 'DRAFT' })
    expect(nextStep(draft, 1)).toBe('SAVE')
    expect(nextStep({ ...draft, version: 4 }, 1)).toBe('SAVE')
    expect(nextStep({ ...draft, version: 5, isSaved: true }, 1)).toBe('SEND_PHOTO')
    expect(nextStep({ ...draft, version: 5, isSaved: true }, 0)).toBe('DONE')
  })

  test('a step whose answer was lost is taken again as it was', () => {
    const sent = beforeStep(item(), 'SUBMIT')
    expect(sent.inDoubt).toMatchObject({ step: 'SUBMIT', version: null, content: 'first' })
    expect(nextStep(sent, 0)).toBe('SUBMIT')
  })

  test('but where it was edited since, or a photo came to it, the server is looked at first', () => {
    const sent = beforeStep(item(), 'SUBMIT')
    expect(nextStep(queue(sent, { ...written, content: 'edited' }, null, 2), 0)).toBe('LOOK')
    expect(nextStep(sent, 1)).toBe('LOOK')
  })

  test('what the form has sent without an answer is in doubt from the beginning', () => {
    const sent = { step: 'SUBMIT', version: null, content: 'first' } as const
    const queued = queue(null, written, sent, 1)
    expect(nextStep(queued, 0)).toBe('SUBMIT')
    expect(nextStep(queued, 1)).toBe('LOOK')
    expect(nextStep(queue(null, { ...written, content: 'edited' }, sent, 1), 0)).toBe('LOOK')
  })
})

describe('the answers', () => {
  const answered = (one: Item, answer: OutboxAnswer<string>) => afterAnswer(one, answer, 5000, 1)

  test('submitted: it is gone', () => {
    expect(answered(beforeStep(item(), 'SUBMIT'), { kind: 'SUBMITTED' })).toBeNull()
  })

  test('refused: it waits for a person, with the reason', () => {
    const one = answered(beforeStep(item(), 'SUBMIT'), { kind: 'REFUSED', problem: refused })
    expect(one).toMatchObject({ problem: refused, inDoubt: null, content: 'first' })
    expect(one && tryRefusedAgain(one).problem).toBeNull()
  })

  test('no answer: it is tried again later, and never given up', () => {
    let one: Item | null = beforeStep(item(), 'SUBMIT')
    for (let turn = 0; turn < 50; turn += 1) one = one && answered(one, { kind: 'NO_ANSWER' })
    expect(one).toMatchObject({ problem: null, failures: 50, notBefore: 605_000 })
    expect(one?.inDoubt).not.toBeNull()
  })

  test('a server that fails again and again: somebody has to look', () => {
    let one: Item | null = item()
    for (let turn = 0; turn < 4; turn += 1)
      one = one && answered(one, { kind: 'FAILED', message: '出错了' })
    expect(one?.problem).toBeNull()
    one = one && answered(one, { kind: 'FAILED', message: '出错了' })
    expect(one?.problem).toMatchObject({ code: 'FAILED', message: '出错了' })
  })

  test('not signed in: it stays as it is', () => {
    const one = beforeStep(item({ failures: 2 }), 'SUBMIT')
    expect(answered(one, { kind: 'NOT_SIGNED_IN' })).toEqual(one)
  })

  test('looked at: what has not arrived is no longer in doubt', () => {
    const edited = queue(beforeStep(item(), 'SUBMIT'), { ...written, content: 'edited' }, null, 2)
    expect(answered(edited, { kind: 'SEEN', seen: null })).toMatchObject({
      inDoubt: null,
      problem: null,
      version: null,
    })
  })

  test('looked at: the draft that has arrived is what the edit rests on', () => {
    const edited = queue(beforeStep(item(), 'SAVE'), { ...written, content: 'edited' }, null, 2)
    const seen = { version: 1, current: 'first', isAttempt: true }
    expect(answered(edited, { kind: 'SEEN', seen })).toMatchObject({
      version: 1,
      inDoubt: null,
      problem: null,
      content: 'edited',
    })
  })

  test('looked at: what was submitted before the edit, and what others changed, is shown beside it', () => {
    for (const [step, isAttempt] of [
      ['SUBMIT', true],
      ['SAVE', false],
    ] as const) {
      const edited = queue(beforeStep(item(), step), { ...written, content: 'edited' }, null, 2)
      const seen = { version: 1, current: 'theirs', isAttempt }
      const shown = answered(edited, { kind: 'SEEN', seen })
      expect(shown).toMatchObject({
        content: 'edited',
        problem: { code: 'STALE_VERSION', current: 'theirs' },
      })
      expect(shown && onTopOf(shown, 1)).toMatchObject({ version: 1, problem: null, revision: 3 })
    }
  })
})

test('the wait grows, within bounds, and differs between phones', () => {
  fc.assert(
    fc.property(fc.nat(2000), fc.double({ min: 0, max: 1, noNaN: true }), (failures, chance) => {
      const delay = retryDelayMilliseconds(failures, chance)
      expect(delay).toBeGreaterThanOrEqual(1_000)
      expect(delay).toBeLessThanOrEqual(600_000)
      expect(retryDelayMilliseconds(failures + 1, chance)).toBeGreaterThanOrEqual(delay)
    }),
  )
})

/** What befalls a step: it gets through, does not arrive, or arrives while the answer is lost. */
type Fate = 'THROUGH' | 'LOST' | 'UNANSWERED' | 'EDIT' | 'PHOTO'

/** A server that keeps the contract of the API: the same again is the same, another version is refused. */
function serverUnderTest() {
  let record: { version: number; content: string; status: 'DRAFT' | 'SUBMITTED' } | null = null
  const photos: string[] = []
  let submissions = 0
  function write(one: Item, status: 'DRAFT' | 'SUBMITTED'): OutboxAnswer<string> {
    const isSame = record?.content === one.content && record.status === status
    const isAgain = isSame && record?.version === (one.version ?? 0) + 1
    if (!isAgain) {
      if ((record?.version ?? null) !== one.version || record?.status === 'SUBMITTED')
        return { kind: 'REFUSED', problem: { ...refused, current: record?.content ?? null } }
      record = { version: (one.version ?? 0) + 1, content: one.content, status }
      if (status === 'SUBMITTED') submissions += 1
    }
    return status === 'SUBMITTED'
      ? { kind: 'SUBMITTED' }
      : { kind: 'SAVED', version: record?.version ?? 0 }
  }
  return {
    found: () => ({ record, photos, submissions }),
    take(one: Item, step: string, photo: string | undefined): OutboxAnswer<string> {
      if (step === 'LOOK')
        return {
          kind: 'SEEN',
          seen: record && {
            version: record.version,
            current: record.content,
            isAttempt:
              record.version === (one.inDoubt?.version ?? 0) + 1 &&
              record.content === one.inDoubt?.content,
          },
        }
      if (step === 'SAVE') return write(one, 'DRAFT')
      if (step === 'SUBMIT') return write(one, 'SUBMITTED')
      if (record === null || record.status !== 'DRAFT' || photo === undefined)
        return { kind: 'REFUSED', problem: refused }
      if (!photos.includes(photo)) photos.push(photo)
      return { kind: 'PHOTO_SENT' }
    },
  }
}

test('whatever is lost on the way, and whatever is edited meanwhile: one record, submitted once, every photo once', () => {
  const fates = fc.array(fc.constantFrom<Fate>('THROUGH', 'LOST', 'UNANSWERED', 'EDIT', 'PHOTO'), {
    maxLength: 40,
  })
  fc.assert(
    fc.property(fates, fc.nat(3), (story, photoCount) => {
      const server = serverUnderTest()
      let photos = Array.from({ length: photoCount }, (_none, number) => `photo ${number}`)
      const all = [...photos]
      let one: Item | null = item()
      let edits = 0
      let isEditedAfterSubmission = false
      for (const fate of [...story, ...Array.from({ length: 30 }, (): Fate => 'THROUGH')]) {
        if (one === null || one.problem !== null) break
        if (fate === 'EDIT' || fate === 'PHOTO') {
          isEditedAfterSubmission ||= server.found().submissions > 0
          edits += 1
          if (fate === 'PHOTO') {
            photos = [...photos, `late photo ${edits}`]
            all.push(`late photo ${edits}`)
          }
          const { version }: Item = one
          one = queue(one, { ...written, version, content: `edit ${edits}` }, null, 2)
          continue
        }
        const step: OutboxStep = nextStep(one, photos.length)
        one = beforeStep(one, step)
        const [photo] = photos
        const answer: OutboxAnswer<string> =
          fate === 'LOST' ? { kind: 'NO_ANSWER' } : server.take(one, step, photo)
        const heard: OutboxAnswer<string> = fate === 'UNANSWERED' ? { kind: 'NO_ANSWER' } : answer
        if (heard.kind === 'PHOTO_SENT') photos = photos.slice(1)
        one = afterAnswer(one, heard, 0, 0)
      }
      const { record, photos: kept, submissions } = server.found()
      expect(submissions).toBe(1)
      expect(new Set(kept).size).toBe(kept.length)
      // What had been submitted before the edit stands; the edit is shown beside it and is not lost.
      const last = edits === 0 ? 'first' : `edit ${edits}`
      expect(one === null ? record?.content : one.content).toBe(last)
      expect(one === null).toBe(!isEditedAfterSubmission)
      expect(one === null ? null : one.problem?.code).toBe(one === null ? null : 'STALE_VERSION')
      const arrived = one === null ? all : kept
      expect(kept.toSorted()).toEqual(arrived.toSorted())
      expect(record?.status).toBe('SUBMITTED')
    }),
    { numRuns: 2000 },
  )
})
