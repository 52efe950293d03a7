import type { AssessedKind } from './assessment-measures.ts'
import { parseDay } from './calendar-day.ts'
import type { CalendarDay } from './calendar-day.ts'
import type { BulletinContent, BulletinOrder } from './bulletin-content.ts'
import { GRADES } from './scheme-content.ts'
import type { Grade } from './scheme-content.ts'

/** What a run says, as the first draft of its bulletin tells it. */
export type BulletinFigures = {
  year: number
  kind: AssessedKind
  /** How many were ranked, and their mean. */
  ranked: number
  mean: string
  grades: Readonly<Record<Grade, number>>
  /** The first three by rank. */
  first: readonly { name: string; total: string }[]
  /** Countersigned records, person-times and their mean usefulness, of all who were ranked. */
  records: string
  personTimes: string
  /** Organisations without any countersigned record. */
  silent: readonly string[]
}

const kindNames = {
  AGENCY: '市直属机关党组织',
  BRANCH: '机关党支部',
  STREET: '街道工委',
  COMMUNITY: '社区党组织',
} as const satisfies Record<AssessedKind, string>
export const GRADE_NAMES = {
  EXCELLENT: '优秀',
  GOOD: '良好',
  PASS: '合格',
  FAIL: '不合格',
} as const satisfies Record<Grade, string>
const mostNames = 10

/** 2008年10月6日 */
export function chineseDay(day: CalendarDay): string {
  const [year = '', month = '', date = ''] = (parseDay(day) ?? day).split('-')
  return `${Number(year)}年${Number(month)}月${Number(date)}日`
}

/** The first draft of a bulletin: every figure in it is the run's. The office goes on from there. */
export function draftBulletin(
  figures: BulletinFigures,
  {
    issuer,
    today,
    order,
    grades,
    replaces,
  }: {
    issuer: string
    today: CalendarDay
    order: BulletinOrder
    grades: readonly Grade[]
    /** The document number of the one that it takes the place of. */
    replaces: string | null
  },
): BulletinContent {
  const { year, ranked, mean, first, records, personTimes, silent } = figures
  const name = kindNames[figures.kind]
  const graded = GRADES.map((grade) => `${GRADE_NAMES[grade]}${figures.grades[grade]}个`).join('、')
  const leaders =
    order === 'RANK' && first.length > 0
      ? `${first.map((one) => `${one.name}（${one.total}分）`).join('、')}列前${first.length}位。`
      : ''
  const without =
    silent.length === 0
      ? ''
      : `${silent.slice(0, mostNames).join('、')}${silent.length > mostNames ? `等${silent.length}个单位` : ''}全年没有经对方签署的活动记录。`
  const body = [
    `按照${year}年度考评方案，对${ranked}个${name}的共建工作进行了考评。${replaces === null ? '' : `${replaces}通报自本通报印发之日起废止，以本通报为准。`}现将结果通报如下。`,
    '一、总体情况',
    `${year}年度，参加考评的${ranked}个${name}共有经签署确认的活动记录${records}件，参加${personTimes}人次，平均得分${mean}分。`,
    '二、考评结果',
    `${graded}。${leaders}各单位考评结果见附件。`,
    '三、下步要求',
    `${without}各单位要对照考评结果，总结经验，查找不足，把共建活动办到社区和居民需要的地方。对本通报有异议的，可向${issuer}提出。`,
    '特此通报。',
  ].join('\n')
  return {
    issuer,
    documentNumber: '',
    title: `关于${year}年度${name}共建工作考评情况的通报`,
    addressees: '各区、县（市）委，市直属机关各党委、总支、支部',
    body,
    attachmentTitle: `${year}年度${name}共建工作考评结果`,
    copies: '',
    printedBy: '市直属机关工委办公室',
    issuedOn: today,
    order,
    grades,
  }
}
