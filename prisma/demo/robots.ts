import { CITY_CHAIN } from '@gongjian/domain/audit-event'
import type { AuditEventContent } from '@gongjian/domain/audit-event'
import { robotAddressHint } from '@gongjian/domain/robot-rules'
import { seal } from '../src/household-sealing.ts'
import type { HouseholdKeyring } from '../src/household-sealing.ts'
import type { DemoUser } from './accounts.ts'
import type { Cell } from './copy-rows.ts'
import { cityCode, demoId } from './organisations.ts'

/** A key as the service gives it, which opens no group. */
const address =
  'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=00000000-0000-4000-8000-000000002008'
const name = '市委组织部共建工作群'
const savedAt = new Date('2008-09-04T01:40:00Z')

export const robotColumns = {
  robot:
    'city_code id organisation_id kind name sealed_address address_hint enabled told_since digest daily_hour quiet_from quiet_to version saved_by_id saved_at'.split(
      ' ',
    ),
  delivery: 'city_code id robot_id counts state tries next_try_at problem made_at sent_at'.split(
    ' ',
  ),
}

/**
 * The robot of the secretary's group chat, switched off, so that the demonstration posts nowhere, and what went to it
 * while it was on.
 */
export function demoRobot(
  keeper: DemoUser,
  keyring: HouseholdKeyring,
): { rows: Record<keyof typeof robotColumns, Cell[][]>; events: AuditEventContent[] } {
  const role = keeper.roles[0]
  if (role === undefined) throw new Error('who keeps the robot has no role')
  const id = demoId('robot')
  const sealed = seal(keyring, { city: cityCode, caseId: id, field: 'robot.address' }, address)
  const posts = [
    ['2008-09-05T00:30:00Z', { RECORD_RETURNED: 1, RECORD_WAITS: 2 }, 'SENT', null],
    ['2008-09-11T00:30:00Z', { CAMPAIGN_INVITATION: 1 }, 'SENT', null],
    ['2008-09-16T00:30:00Z', { WAITS_3_DAYS: 2 }, 'FAILED', 'TOO_OFTEN'],
  ] as const
  const { organisation } = role
  const event = (version: number, enabled: boolean, at: Date): AuditEventContent => ({
    city: cityCode,
    chain: CITY_CHAIN,
    at,
    actorId: keeper.id,
    actorName: keeper.name,
    actorRole: role.role,
    organisationId: organisation.id,
    action: 'robot.save',
    subjectKind: 'robot',
    subjectId: id,
    detail: {
      organisationId: organisation.id,
      kind: 'WECOM',
      name,
      enabled,
      newAddress: version === 1,
    },
  })
  const switchedOff = new Date('2008-09-17T02:15:00Z')
  return {
    rows: {
      robot: [
        [
          cityCode,
          id,
          organisation.id,
          'WECOM',
          name,
          sealed,
          robotAddressHint(address),
          false,
          savedAt,
          'DAILY',
          8,
          18,
          8,
          2,
          keeper.id,
          switchedOff,
        ],
      ],
      delivery: posts.map(([at, counts, state, problem], index) => [
        cityCode,
        demoId(`post of the robot ${index}`),
        id,
        JSON.stringify(counts),
        state,
        state === 'SENT' ? 1 : 5,
        new Date(at),
        problem,
        new Date(at),
        state === 'SENT' ? new Date(at) : null,
      ]),
    },
    events: [event(1, true, savedAt), event(2, false, switchedOff)],
  }
}
