import { describe, expect, test } from 'vitest'
import {
  APPEAL_ANSWERS,
  APPEAL_FILE_PARTS,
  APPEAL_STATES,
  appealRefusal,
  checkAnswer,
  checkAppeal,
  filingRefusal,
  isAppealFileInSight,
  resultRefusal,
} from './appeal-actions.ts'
import type { ResultFacts } from './appeal-actions.ts'
import { JOINT_STATES } from './joint-actions.ts'

const today = '2008-10-06'

describe('an appeal is filed', () => {
  test.each(JOINT_STATES.filter((state) => state !== 'APPEALS'))('not when %s', (state) => {
    expect(filingRefusal({ state, appealsUntil: today }, today)).toBe('APPEALS_NOT_OPEN')
  })
  test('through the last day, and not after it', () => {
    expect(filingRefusal({ state: 'APPEALS', appealsUntil: today }, today)).toBeNull()
    expect(filingRefusal({ state: 'APPEALS', appealsUntil: '2008-10-05' }, today)).toBe(
      'APPEAL_WINDOW_CLOSED',
    )
  })
  test('with a reason', () => {
    expect(checkAppeal({ reason: ' ' })).toMatchObject({ problems: [{ code: 'REQUIRED' }] })
    expect(checkAppeal({ reason: '漏计一次' })).toEqual({
      ok: true,
      content: { reason: '漏计一次' },
    })
  })
})

describe('an appeal is answered', () => {
  const [own, other] = [{ userId: 'own' }, { userId: 'other' }]
  test.each(APPEAL_STATES.filter((state) => state !== 'FILED'))('not once %s', (state) => {
    for (const action of ['WITHDRAW', 'ANSWER'] as const)
      expect(appealRefusal(action, { state, filedById: 'own' }, other)).toBe('APPEAL_CLOSED')
  })
  test('by somebody else than who filed it', () => {
    const filed = { state: 'FILED', filedById: 'own' } as const
    expect(appealRefusal('ANSWER', filed, own)).toBe('OWN_SUBMISSION')
    expect(appealRefusal('ANSWER', filed, other)).toBeNull()
    expect(appealRefusal('WITHDRAW', filed, own)).toBeNull()
  })
  test.each(APPEAL_ANSWERS)('%s with words, and upheld with what is corrected', (answer) => {
    const problems = checkAnswer({ answer, words: '', correction: '' })
    const paths = problems.ok ? [] : problems.problems.map(({ path }) => path)
    expect(paths).toEqual(answer === 'REJECTED' ? ['words'] : ['words', 'correction'])
  })
})

describe('a file of an appeal', () => {
  test.each(APPEAL_STATES)('is seen when %s, of the answer once that is given', (state) => {
    const isGiven = APPEAL_ANSWERS.some((answer) => answer === state)
    for (const part of APPEAL_FILE_PARTS)
      for (const mayAnswer of [true, false])
        expect(isAppealFileInSight(part, { state }, { mayAnswer })).toBe(
          part === 'REASON' || mayAnswer || isGiven,
        )
  })
})

describe('a result', () => {
  const facts: ResultFacts = {
    state: 'APPEALS',
    isDone: true,
    appealsUntil: '2008-10-05',
    waiting: 0,
    isOutdated: false,
  }
  test('is published once it is computed, and once only', () => {
    const closed = { ...facts, state: 'CLOSED', appealsUntil: null } as const
    expect(resultRefusal('PUBLISH', closed, today)).toBeNull()
    expect(resultRefusal('PUBLISH', { ...closed, isDone: false }, today)).toBe('RUN_NOT_DONE')
    expect(resultRefusal('PUBLISH', { ...closed, state: 'SCORING' }, today)).toBe(
      'JOINT_SCORING_OPEN',
    )
    expect(resultRefusal('PUBLISH', facts, today)).toBe('RESULT_PUBLISHED')
  })
  test('is run anew when every appeal has an answer, also while more may come', () => {
    expect(resultRefusal('RERUN', { ...facts, waiting: 1 }, today)).toBe('APPEALS_WAIT')
    expect(resultRefusal('RERUN', { ...facts, appealsUntil: today }, today)).toBeNull()
    expect(resultRefusal('RERUN', { ...facts, state: 'CLOSED' }, today)).toBe('APPEALS_NOT_OPEN')
  })
  test('is decided after the days are over, with all that was upheld in it', () => {
    expect(resultRefusal('DECIDE', facts, today)).toBeNull()
    expect(resultRefusal('DECIDE', { ...facts, appealsUntil: today }, today)).toBe(
      'APPEAL_WINDOW_OPEN',
    )
    expect(resultRefusal('DECIDE', { ...facts, waiting: 1 }, today)).toBe('APPEALS_WAIT')
    expect(resultRefusal('DECIDE', { ...facts, isOutdated: true }, today)).toBe('RERUN_NEEDED')
    expect(resultRefusal('DECIDE', { ...facts, state: 'DECIDED' }, today)).toBe('JOINT_DECIDED')
  })
})
