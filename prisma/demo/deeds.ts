import type { DemoDeeds } from '../../apps/server/src/demonstration/live-on.ts'
import { changedRecorder } from './accounts.ts'
import type { DemoUser } from './accounts.ts'
import { assessmentRunId, begunAt, jointId } from './assessment.ts'
import { demoId } from './organisations.ts'
import type { StandIn } from './stand-in.ts'

/** At half past eight of the city's day. */
const morning = (day: string) => `${day}T00:30:00Z`

/** What is done in the demonstration year through the product itself. Ids are the same in every city that is loaded. */
export function demoDeeds({
  users,
  standIn: { holder, deputy, from, to },
}: {
  users: readonly DemoUser[]
  standIn: StandIn
}): DemoDeeds {
  const roleOf = ({ account, roles: [role] }: DemoUser) => {
    if (role === undefined) throw new Error(`${account} has no role`)
    return role
  }
  const named = (account: string) => {
    const user = users.find((one) => one.account === account)
    if (user === undefined) throw new Error(`the demonstration has no account ${account}`)
    return user
  }
  const appeal = (
    account: string,
    [filed, answered]: readonly [string, string],
    reason: string,
    answer: DemoDeeds['appeals'][number]['answer'],
  ): DemoDeeds['appeals'][number] => ({
    filed: { account, at: filed },
    answered: { account: 'municipal', at: answered },
    input: {
      id: demoId(`appeal of ${account}`),
      jointId: jointId('AGENCY'),
      organisationId: roleOf(named(account)).organisation.id,
      indicatorCode: 'committeeMark',
      reason,
    },
    answer,
  })
  return {
    leave: {
      named: { account: holder.account, at: morning(from) },
      ended: { account: holder.account, at: morning(to) },
      input: {
        id: demoId('leave'),
        assignmentId: roleOf(holder).id,
        deputyId: deputy.id,
        from,
        to,
        reason: '年休假',
      },
    },
    runs: [
      { id: assessmentRunId('AGENCY'), at: begunAt('AGENCY') },
      { id: assessmentRunId('COMMUNITY'), at: begunAt('COMMUNITY') },
    ],
    appeals: [
      appeal(
        'a010',
        ['2008-09-23T02:20:00Z', '2008-09-24T08:10:00Z'],
        '市级评分所依据的台账漏收了我单位六月、七月两次义务献工的材料，材料已补交，请予复核。',
        {
          answer: 'UPHELD',
          words: '经复核，两次义务献工的材料齐全，漏收属实。',
          correction: '三级联评中市级评分改为5分。',
          mark: { level: 'CITY', points: '5' },
        },
      ),
      appeal(
        'a045',
        ['2008-09-23T06:45:00Z', '2008-09-24T08:40:00Z'],
        '协作区评分与区（县）评分差距过大，请核对协作区的评分依据。',
        {
          answer: 'PARTLY_UPHELD',
          words: '协作区联系会议的签到漏记一次，予以补记；其余评分依据充分，维持原评分。',
          correction: '三级联评中协作区评分改为4.5分。',
          mark: { level: 'ZONE', points: '4.5' },
        },
      ),
    ],
    handOver: {
      given: { account: 'admin', at: '2008-09-24T03:00:00Z' },
      taken: { account: changedRecorder.to, at: morning('2008-09-25') },
      input: {
        id: demoId('hand-over'),
        assignmentId: roleOf(named(changedRecorder.from)).id,
        toUserId: named(changedRecorder.to).id,
        day: '2008-09-25',
        note: '台账、影像资料和帮扶家庭联系卡已当面移交。',
      },
    },
    rerun: {
      account: 'municipal',
      at: '2008-09-25T09:10:00Z',
      input: { id: jointId('AGENCY'), runId: demoId('assessment run AGENCY after appeals') },
    },
  }
}
