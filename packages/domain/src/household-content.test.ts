import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkHousehold, nameAndAddress } from './household-content.ts'
import type { HouseholdInput } from './household-content.ts'

const today = '2008-09-26'
const input: HouseholdInput = {
  hardshipKind: 'SERIOUS_ILLNESS',
  situation: '主要劳动力患病,孩子读初中。',
  membersCount: '3',
  consentBy: 'HOUSEHOLDER',
  consentOn: '2008-03-01',
  consentPurposes: ['VISITS'],
  personal: { name: '王演示', identityNumber: '230199196002290011', phone: '139 0000 0001' },
}
const problemsOf = (changes: Partial<HouseholdInput>, isNew = true) => {
  const checked = checkHousehold({ ...input, ...changes }, { today, isNew })
  return checked.ok ? [] : checked.problems.map(({ path, code }) => `${path}: ${code}`)
}

describe('a case as typed', () => {
  test.each<[string, Partial<HouseholdInput>, string[]]>([
    ['without a name', { personal: {} }, ['personal.name: REQUIRED']],
    ['with figures for a name', { personal: { name: '1234' } }, ['personal.name: NAME_SHAPE']],
    [
      'with 10,000 characters',
      {
        situation: '难'.repeat(10_000),
        personal: {
          name: '王'.repeat(10_000),
          address: '街'.repeat(10_000),
          phone: '1'.repeat(10_000),
          identityNumber: '2'.repeat(10_000),
        },
      },
      [
        'personal.name: TOO_LONG',
        'personal.address: TOO_LONG',
        'personal.phone: PHONE_SHAPE',
        'personal.identityNumber: IDENTITY_SHAPE',
        'situation: TOO_LONG',
      ],
    ],
    [
      'with its own name in the situation',
      { situation: '王 演示家里困难' },
      ['situation: HOLDS_PERSONAL_DATA'],
    ],
    [
      'with a number in the situation',
      { situation: '电话13900000009' },
      ['situation: HOLDS_PERSONAL_DATA'],
    ],
    ['without members', { membersCount: '' }, ['membersCount: REQUIRED']],
    ['with no members', { membersCount: '0' }, ['membersCount: MUST_BE_POSITIVE']],
    ['with a part of a member', { membersCount: '2.5' }, ['membersCount: NOT_A_WHOLE_NUMBER']],
    ['with a village of members', { membersCount: '31' }, ['membersCount: TOO_LARGE']],
    ['agreed to tomorrow', { consentOn: '2008-09-27' }, ['consentOn: DAY_IN_THE_FUTURE']],
    ['agreed to on no day', { consentOn: '2008-02-30' }, ['consentOn: NOT_A_DAY']],
    ['agreed to nothing', { consentPurposes: [] }, ['consentPurposes: REQUIRED']],
  ])('%s is refused at its field', (_how, changes, expected) => {
    expect(problemsOf(changes)).toEqual(expected)
  })

  test('everything that is wrong is said at once', () => {
    expect(
      problemsOf({ membersCount: 'x', consentOn: '', consentPurposes: [], personal: {} }),
    ).toHaveLength(4)
  })

  test('comes out in its one form', () => {
    const checked = checkHousehold(
      {
        ...input,
        membersCount: '4',
        consentPurposes: ['VISITS', 'VISITS'],
        personal: {
          name: ' 王 演示',
          phone: '+86 139-0000-0001',
          address: '  ',
          identityNumber: '',
        },
      },
      { today, isNew: true },
    )
    expect(checked).toMatchObject({
      ok: true,
      content: {
        membersCount: 4,
        consentPurposes: ['VISITS'],
        personal: { name: '王演示', phone: '13900000001', address: null, identityNumber: null },
      },
    })
  })

  test('a change leaves what it does not name', () => {
    const checked = checkHousehold({ ...input, personal: { phone: '' } }, { today, isNew: false })
    expect(checked.ok && checked.content.personal).toEqual({ phone: null })
  })
  test('a change may not take out the name', () => {
    expect(problemsOf({ personal: { name: null } }, false)).toEqual(['personal.name: REQUIRED'])
  })
})

test('name and address compare whatever stands between their characters', () => {
  fc.assert(
    fc.property(fc.constantFrom(' ', '·', ',', ' ', '-', ''), (sign) => {
      expect(nameAndAddress(`阿${sign}里`, `友谊路${sign}1${sign}号`)).toBe(
        nameAndAddress('阿里', '友谊路1号'),
      )
    }),
  )
  expect(nameAndAddress('阿里', null)).toBeNull()
  expect(nameAndAddress('阿里', ' ')).toBeNull()
})
