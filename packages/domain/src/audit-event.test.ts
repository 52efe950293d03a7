import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  AUDIT_ACTIONS,
  canonicalEvent,
  CITY_CHAIN,
  communityChain,
  GENESIS_HASH,
  linkText,
} from './audit-event.ts'
import type { AuditEventContent } from './audit-event.ts'

const event: AuditEventContent = {
  city: '2301',
  chain: communityChain('230102001001'),
  at: new Date('2008-09-26T01:00:00.000Z'),
  actorId: 'u1',
  actorName: '王芳',
  actorRole: 'COMMUNITY_OFFICER',
  organisationId: 'o1',
  action: 'activity.countersign',
  subjectKind: 'activity',
  subjectId: 'a1',
  detail: { to: 'COUNTERSIGNED', from: 'SUBMITTED', version: 3 },
}

test('an event is stored as sorted JSON with its instant in milliseconds', () => {
  expect(canonicalEvent(event)).toBe(
    '{"action":"activity.countersign","actorId":"u1","actorName":"王芳","actorRole":"COMMUNITY_OFFICER",' +
      '"at":"2008-09-26T01:00:00.000Z","chain":"community:230102001001","city":"2301",' +
      '"detail":{"from":"SUBMITTED","to":"COUNTERSIGNED","version":3},"organisationId":"o1",' +
      '"subjectId":"a1","subjectKind":"activity"}',
  )
})

test('a link is its predecessor, its number and its event, a line each', () => {
  expect(GENESIS_HASH).toMatch(/^0{64}$/)
  expect(linkText(GENESIS_HASH, 1n, '{}')).toBe(`${GENESIS_HASH}\n1\n{}`)
})

test('whoever changes one event, or its place, changes every hash after it', () => {
  const hash = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')
  const chain = (events: AuditEventContent[]) =>
    events.reduce(
      (previous, link, index) => hash(linkText(previous, index + 1, canonicalEvent(link))),
      GENESIS_HASH,
    )
  const other: AuditEventContent = { ...event, subjectId: 'a2' }
  const honest = chain([event, other])
  expect(chain([event, other])).toBe(honest)
  expect(chain([{ ...event, actorName: '王方' }, other])).not.toBe(honest)
  expect(chain([other, event])).not.toBe(honest)
  expect(chain([other])).not.toBe(honest)
})

test('actions are named once, and the chains do not meet', () => {
  expect(new Set(AUDIT_ACTIONS).size).toBe(AUDIT_ACTIONS.length)
  expect(communityChain('city')).not.toBe(CITY_CHAIN)
})
