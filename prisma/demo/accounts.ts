import type { Role } from '@gongjian/domain/vocabulary'
import { demoId } from './organisations.ts'
import type { DemoOrganisation, DemoZone } from './organisations.ts'

export type DemoUser = {
  id: string
  account: string
  name: string
  mustChangePassword: boolean
  roles: { id: string; role: Role; organisation: DemoOrganisation; zoneId: string | null }[]
}

const familyNames =
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文'
const givenNames = [
  '建国',
  '丽华',
  '志强',
  '秀英',
  '海涛',
  '晓明',
  '桂兰',
  '永刚',
  '雪梅',
  '立新',
  '玉珍',
  '国栋',
  '淑芬',
  '振华',
  '凤霞',
  '文博',
  '春光',
  '红岩',
  '卫东',
  '敏',
]

function nameOf(seed: string): string {
  const number = Number.parseInt(demoId(`name ${seed}`).slice(0, 8), 16)
  const family = [...familyNames][number % [...familyNames].length] ?? '王'
  return `${family}${givenNames[Math.floor(number / 997) % givenNames.length] ?? '敏'}`
}

/** Who keeps the records of this branch has changed: from the one to the other, who had no role before. */
export const changedRecorder = { branch: 'A003-02', from: 'a003-02', to: 'a003-02-new' } as const

/**
 * The nine accounts that the demonstration names, and the colleagues who wrote and signed the other records.
 * Colleagues have first passwords, to be changed at the first sign-in.
 */
export function demoUsers(
  organisations: readonly DemoOrganisation[],
  zones: readonly DemoZone[],
): DemoUser[] {
  const byCode = new Map(organisations.map((organisation) => [organisation.code, organisation]))
  const zoneOfLead = new Map(zones.map((zone) => [zone.leadAgencyId, zone]))
  const users: DemoUser[] = []

  function role(
    account: string,
    held: Role,
    code: string,
    zoneId: string | null = null,
  ): DemoUser['roles'] {
    const organisation = byCode.get(code)
    return organisation === undefined
      ? []
      : [{ id: demoId(`role ${account} ${held} ${code}`), role: held, organisation, zoneId }]
  }
  function user(account: string, roles: DemoUser['roles'], named: boolean): void {
    users.push({
      id: demoId(`user ${account}`),
      account,
      name: nameOf(account),
      mustChangePassword: !named,
      roles,
    })
  }

  const known: Partial<Record<string, string>> = {
    'A001-01': 'recorder',
    A001: 'secretary',
    '230102001001': 'community',
    '230102001': 'street',
    '230102': 'district',
  }
  for (const organisation of organisations) {
    const { code, kind } = organisation
    const account =
      known[code] ??
      `${kind === 'STREET' ? 's' : kind === 'COMMUNITY' ? 'c' : kind === 'DISTRICT' ? 'd' : ''}${code.toLowerCase()}`
    const named = known[code] !== undefined
    switch (kind) {
      case 'BRANCH':
        user(account, role(account, 'BRANCH_RECORDER', code), named)
        break
      case 'AGENCY': {
        user(account, role(account, 'AGENCY_SECRETARY', code), named)
        const zone = zoneOfLead.get(organisation.id)
        const lead = zone?.code === 'Z1' ? 'zone' : `zone-${zone?.code.toLowerCase()}`
        if (zone !== undefined) user(lead, role(lead, 'ZONE_LEAD', code, zone.id), lead === 'zone')
        break
      }
      case 'COMMUNITY':
        user(account, role(account, 'COMMUNITY_OFFICER', code), named)
        break
      case 'STREET':
        // The street secretary of the demonstration also stands in as officer of one community.
        user(
          account,
          [
            ...role(account, 'STREET_SECRETARY', code),
            ...(named ? role(account, 'COMMUNITY_OFFICER', '230102001002') : []),
          ],
          named,
        )
        break
      case 'DISTRICT':
        user(account, role(account, 'DISTRICT_COMMITTEE', code), named)
        break
      case 'CITY_COMMITTEE':
        user('municipal', role('municipal', 'MUNICIPAL_ANALYST', code), true)
        // Who publishes a bulletin is not who proposed it.
        user('municipal2', role('municipal2', 'MUNICIPAL_ANALYST', code), true)
        user('auditor', role('auditor', 'AUDITOR', code), true)
        user('admin', role('admin', 'ADMINISTRATOR', code), true)
        break
    }
  }
  user(changedRecorder.to, [], false)
  return users
}
