import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { call, contentFor, newId, problemsOf } from '../../testing/recording.ts'
import type { Content } from '../../testing/recording.ts'

let city: TestCity
let recorder: Actor
let pairingId = ''

beforeAll(async () => {
  city = await openTestCity()
  recorder = await city.as('recorder')
  const { rows } = await city.database.pool.query<{ id: string }>(
    'SELECT p.id FROM pairing p JOIN organisation a ON a.id = p.agency_side_id WHERE a.path = $1 AND p.valid_to IS NULL',
    [recorder.organisationPath],
  )
  pairingId = rows[0]?.id ?? ''
})
afterAll(() => city.close())

const quantity = (typed: string): Partial<Content> => ({
  outputs: [{ indicatorCode: 'partyBuilding.lectures', quantity: typed }],
})
const people = (headCount: string, hoursEach = '1'): Partial<Content> => ({
  participations: [{ headCount, hoursEach }],
})

const refused: [string, Partial<Content>, string[]][] = [
  ['a negative quantity', quantity('-3'), ['outputs.0.quantity: NEGATIVE']],
  ['half a lecture', quantity('1.5'), ['outputs.0.quantity: NOT_A_WHOLE_NUMBER']],
  ['an absurd quantity', quantity('9'.repeat(40)), ['outputs.0.quantity: TOO_LARGE']],
  ['NaN', quantity('NaN'), ['outputs.0.quantity: NOT_A_NUMBER']],
  ['Infinity', quantity('Infinity'), ['outputs.0.quantity: NOT_A_NUMBER']],
  ['an exponent', quantity('1e3'), ['outputs.0.quantity: NOT_A_NUMBER']],
  ['a formula', quantity('=1+1'), ['outputs.0.quantity: NOT_A_NUMBER']],
  ['nothing', quantity(' '), ['outputs.0.quantity: REQUIRED']],
  ['zero', quantity('0'), ['outputs.0.quantity: MUST_BE_POSITIVE']],
  [
    'an unknown indicator',
    { outputs: [{ indicatorCode: "x'; DROP TABLE activity; --", quantity: '1' }] },
    ['outputs.0.indicatorCode: UNKNOWN_INDICATOR'],
  ],
  [
    'an indicator twice',
    { outputs: [1, 2].map(() => ({ indicatorCode: 'partyBuilding.lectures', quantity: '1' })) },
    ['outputs.1.indicatorCode: INDICATOR_TWICE'],
  ],
  [
    'too many lines',
    { participations: Array.from({ length: 51 }, () => ({ headCount: '1', hoursEach: '1' })) },
    ['participations: TOO_MANY_LINES'],
  ],
  ['minus three people', people('-3'), ['participations.0.headCount: NEGATIVE']],
  ['a day of thirty hours', people('3', '30'), ['participations.0.hoursEach: TOO_LARGE']],
  ['a day in the future', { day: '2099-01-01' }, ['day: DAY_IN_THE_FUTURE']],
  ['a day before any period', { day: '1999-01-01' }, ['day: OUTSIDE_ANY_PERIOD']],
  ['a day that is none', { day: '2008-02-30' }, ['day: NOT_A_DAY']],
  ['the thirteenth month', { day: '2008-13-45' }, ['day: NOT_A_DAY']],
  ['words for a day', { day: '昨天' }, ['day: NOT_A_DAY']],
  ['10,000 characters of words', { words: '字'.repeat(10_000) }, ['words: TOO_LONG']],
  ['a title of 61 signs', { title: '😀'.repeat(61) }, ['title: TOO_LONG']],
  ['a title of nothing visible', { title: '\u200b\u202e\ufeff ' }, ['title: REQUIRED']],
  ['an area with labour', { kind: 'LABOUR', outputs: [] }, ['area: AREA_NOT_FOR_THIS_KIND']],
  ['the six helps without an area', { area: null }, ['area: AREA_REQUIRED']],
  [
    'a campaign with the six helps',
    { campaignId: newId() },
    ['campaignId: CAMPAIGN_NOT_FOR_THIS_KIND'],
  ],
  [
    'help the other way',
    { direction: 'COMMUNITY_TO_AGENCY' },
    ['direction: DIRECTION_NOT_RECORDED_HERE'],
  ],
]
test.each(refused)('%s is refused at its field', async (_what, changes, problems) => {
  const id = newId()
  const outcome = await call(recorder, 'submitActivity', {
    id,
    content: contentFor(pairingId, changes),
  })
  expect(outcome.__typename).toBe('InvalidInput')
  expect(problemsOf(outcome)).toEqual(problems)
  expect(await recorder.ask(`{ activity(id: "${id}") { id } }`)).toEqual({ activity: null })
})

test('all that is wrong is said at once, in words', async () => {
  const outcome = await call(recorder, 'submitActivity', {
    id: newId(),
    content: contentFor(pairingId, {
      day: '2099-01-01',
      title: '',
      ...quantity('-1'),
      ...people('x'),
    }),
  })
  expect(problemsOf(outcome).sort()).toEqual([
    'day: DAY_IN_THE_FUTURE',
    'outputs.0.quantity: NEGATIVE',
    'participations.0.headCount: NOT_A_NUMBER',
    'title: REQUIRED',
  ])
  for (const { message } of outcome.fieldErrors ?? []) expect(message).toMatch(/\p{Script=Han}/u)
})

const kept: [string, string, string][] = [
  ['emoji with joiners', '全家福 👨‍👩‍👧‍👦 合影', '全家福 👨‍👩‍👧‍👦 合影'],
  ['direction overrides', '\u202e欺骗\u202c标题', '欺骗标题'],
  ['zero-width characters', '上\u200b党\u2060课', '上党课'],
  ['HTML', '<script>alert(1)</script><b>党课</b>', '<script>alert(1)</script><b>党课</b>'],
  ['formulas', '=HYPERLINK("http://x.example","点我")', '=HYPERLINK("http://x.example","点我")'],
  ['NUL and lone surrogates', '党\u0000课\ud800', '党课'],
  ['rare names', '𠮷野家里的党课', '𠮷野家里的党课'],
]
test.each(kept)(
  '%s in a title are kept as text, what nobody can see is dropped',
  async (_what, typed, stored) => {
    const outcome = await call(recorder, 'submitActivity', {
      id: newId(),
      content: contentFor(pairingId, { title: typed, words: typed }),
    })
    expect(outcome).toMatchObject({ __typename: 'Activity', title: stored })
  },
)

test('NUL and odd text in filters and labels break nothing', async () => {
  const odd = '\u0000\ud800%_\\\'"'
  const { activities } = await recorder.ask(
    'query ($f: ActivityFilter) { activities(filter: $f) { edges { node { id } } } }',
    { f: { search: odd, indicatorCode: odd } },
  )
  expect(activities).toEqual({ edges: [] })
  const outcome = await call(recorder, 'submitActivity', {
    id: newId(),
    content: contentFor(pairingId, {
      participations: [{ label: odd, headCount: '3', hoursEach: '' }],
    }),
  })
  expect(outcome.__typename).toBe('Activity')
})
