import { expect, test } from 'vitest'
import type { ActivityContent } from './activity-content.ts'
import { changesBetween } from './content-changes.ts'

const first: ActivityContent = {
  pairingId: 'pairing-1',
  day: '2008-05-04',
  programmeYear: 2008,
  kind: 'SIX_HELPS',
  area: 'GREEN',
  direction: 'AGENCY_TO_COMMUNITY',
  campaignId: null,
  title: '植树',
  words: '种了树。',
  outputs: [
    { indicatorCode: 'green.trees', quantity: '50' },
    { indicatorCode: 'culture.books', quantity: '3' },
  ],
  participations: [{ label: '青年志愿队', headCount: 10, hoursEach: '2' }],
  donations: [{ kind: 'GOODS', description: '树苗', valueYuan: '500' }],
  personTimes: 10,
  hours: '20',
}

const changes = (changed: Partial<ActivityContent>) =>
  changesBetween(first, { ...first, ...changed })

test('the same content has no changes', () => {
  expect(changesBetween(first, structuredClone(first))).toEqual([])
})

test('an output is found by its indicator, not by its place', () => {
  expect(changes({ outputs: first.outputs.toReversed() })).toEqual([])
  expect(
    changes({
      outputs: [
        { indicatorCode: 'partyBuilding.lectures', quantity: '1' },
        { indicatorCode: 'green.trees', quantity: '45' },
      ],
    }),
  ).toEqual([
    { path: 'outputs.green.trees', before: '50', after: '45' },
    { path: 'outputs.culture.books', before: '3', after: null },
    { path: 'outputs.partyBuilding.lectures', before: null, after: '1' },
  ])
})

test('a plain field says what it was and what it is; empty is nothing', () => {
  expect(changes({ day: '2008-05-05', words: '', area: 'CULTURE' })).toEqual([
    { path: 'day', before: '2008-05-04', after: '2008-05-05' },
    { path: 'area', before: 'GREEN', after: 'CULTURE' },
    { path: 'words', before: '种了树。', after: null },
  ])
})

test('people and their sums are said, also where only who it was has changed', () => {
  expect(
    changes({
      participations: [{ label: '青年志愿队', headCount: 12, hoursEach: '2' }],
      personTimes: 12,
      hours: '24',
    }),
  ).toEqual([
    { path: 'participations.0', before: '青年志愿队 10 × 2', after: '青年志愿队 12 × 2' },
    { path: 'personTimes', before: '10', after: '12' },
    { path: 'hours', before: '20', after: '24' },
  ])
  expect(changes({ participations: [{ label: null, headCount: 10, hoursEach: '2' }] })).toEqual([
    { path: 'participations.0', before: '青年志愿队 10 × 2', after: '10 × 2' },
  ])
})

test('a donation says what it is and its value', () => {
  const cash = { kind: 'CASH', description: '', valueYuan: '20' } as const
  expect(changes({ donations: [...first.donations, cash] })).toEqual([
    { path: 'donations.1', before: null, after: 'CASH 20' },
  ])
})

test('backwards, every change is turned round', () => {
  const next = { ...first, title: '植树护绿', campaignId: 'campaign-1' }
  expect(
    changesBetween(next, first).map(({ path, before, after }) => [path, after, before]),
  ).toEqual(changesBetween(first, next).map(({ path, before, after }) => [path, before, after]))
})
