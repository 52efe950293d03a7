import type { AssessedKind } from './assessment-measures.ts'
import { LEVELS_THAT_MARK } from './scheme-content.ts'
import type { MarkingLevel, SchemeIndicator } from './scheme-content.ts'

/** The ways in which offices give points, each ready to be taken into a scheme and changed there. */
export const SCHEME_PATTERNS = [
  'TARGET',
  'BANDS',
  'TO_THE_BEST',
  'STEPS',
  'PER_HEAD',
  'FLOOR_AND_CAP',
  'PLANS',
  'MARKS',
  'BONUS_WITH_REASON',
  'BONUS_COUNTED',
  'DEDUCTION',
  'VETO',
] as const
export type SchemePattern = (typeof SCHEME_PATTERNS)[number]

type Pattern = Omit<SchemeIndicator, 'code' | 'floor' | 'per' | 'better' | 'role'> &
  Partial<Pick<SchemeIndicator, 'floor' | 'per' | 'better' | 'role'>>

/** Levels with equal shares, the last with what is left over. */
function shared(levels: readonly MarkingLevel[]): { level: MarkingLevel; share: string }[] {
  const each = Math.floor(100 / Math.max(levels.length, 1))
  return levels.map((level, index) => ({
    level,
    share: String(index === levels.length - 1 ? 100 - each * (levels.length - 1) : each),
  }))
}

/** The levels that usually mark a kind of organisation: all but the other side of its pairing. */
const usualLevels = (kind: AssessedKind) =>
  LEVELS_THAT_MARK[kind].filter(
    (level) => level !== 'COUNTERPART' && (kind === 'COMMUNITY' || level !== 'STREET'),
  )

function patternFor(pattern: SchemePattern, kind: AssessedKind): Pattern {
  switch (pattern) {
    case 'TARGET':
      return {
        name: { zhCn: '帮建活动', zhTw: '幫建活動', en: 'Help given' },
        weight: '20',
        formula: 'records.given',
        method: { kind: 'TARGET', target: '12' },
        basis: '全年12次得满分，不足的按比例得分。',
      }
    case 'BANDS':
      return {
        name: { zhCn: '活动次数排名', zhTw: '活動次數排名', en: 'Rank by activities' },
        weight: '60',
        formula: 'records.accepted',
        method: {
          kind: 'RANK_BANDS',
          bands: [
            { through: 1, points: '60' },
            { through: 2, points: '57' },
            { through: 3, points: '54' },
            { through: 4, points: '51' },
            { through: 5, points: '48' },
          ],
          rest: '45',
        },
        basis: '第1至5名分别得60、57、54、51、48分，其余得45分。',
      }
    case 'TO_THE_BEST':
      return {
        name: { zhCn: '服务工时', zhTw: '服務工時', en: 'Hours of service' },
        weight: '6',
        formula: 'people.hours',
        method: { kind: 'PROPORTIONAL' },
        basis: '第一名得6分，其余按与第一名的比例得分。',
      }
    case 'STEPS':
      return {
        name: { zhCn: '签署及时', zhTw: '簽署及時', en: 'Signs in time' },
        weight: '10',
        formula: 'signing.meanDays',
        better: 'LESS',
        method: { kind: 'STEPS', from: 'MEAN', number: '', step: '1', deduction: '0.5' },
        basis: '平均签署天数不超过全体平均数得满分，每超1天扣0.5分。',
      }
    case 'PER_HEAD':
      return {
        name: { zhCn: '人均参加人次', zhTw: '人均參加人次', en: 'Taking part, per member' },
        weight: '10',
        formula: 'people.personTimes',
        per: 'MEMBER',
        method: { kind: 'PROPORTIONAL' },
        basis: '按党员人数平均后再比，人少的单位不吃亏。',
      }
    case 'FLOOR_AND_CAP':
      return {
        name: { zhCn: '走访慰问', zhTw: '走訪慰問', en: 'Visits' },
        weight: '10',
        floor: '2',
        formula: 'records.visits * 0.5 分/条',
        method: { kind: 'POINTS' },
        basis: '每走访一次得0.5分，最高10分，最低2分。',
      }
    case 'PLANS':
      return {
        name: { zhCn: '按期商定计划', zhTw: '按期商定計畫', en: 'Plans agreed in time' },
        weight: '10',
        formula: 'plans.inTimeShare * 10 分',
        method: { kind: 'POINTS' },
        basis: '每个对子都按期商定年度计划得满分，按比例得分。',
      }
    case 'MARKS':
      return {
        name: { zhCn: '三级联评', zhTw: '三級聯評', en: 'Marks by levels' },
        weight: '10',
        formula: '',
        method: { kind: 'MARKS', levels: shared(usualLevels(kind)) },
        basis: '各级背靠背评分，评完之前互不知晓，按占比合成。',
      }
    case 'BONUS_WITH_REASON':
      return {
        name: { zhCn: '经验推广加分', zhTw: '經驗推廣加分', en: 'Bonus for what was adopted' },
        role: 'BONUS',
        weight: '15',
        formula: '',
        method: { kind: 'MARKS', levels: [{ level: 'CITY', share: '100' }] },
        basis: '经验被采用一次加5分，领导批示一次加10分，最多15分；评分时写明理由和文号。',
      }
    case 'BONUS_COUNTED':
      return {
        name: { zhCn: '捐助加分', zhTw: '捐助加分', en: 'Bonus for donations' },
        role: 'BONUS',
        weight: '2',
        formula: 'outputs.relief.donatedValue * 0.00005 分/元',
        method: { kind: 'POINTS' },
        basis: '捐款捐物每万元加0.5分，最多2分。',
      }
    case 'DEDUCTION':
      return {
        name: { zhCn: '迟报扣分', zhTw: '遲報扣分', en: 'Late reports' },
        role: 'DEDUCTION',
        weight: '2',
        formula: 'records.reportedLate * 0.2 分/条',
        method: { kind: 'POINTS' },
        basis: '每迟报一条扣0.2分，最多扣2分。',
      }
    case 'VETO':
      return {
        name: { zhCn: '一票否决', zhTw: '一票否決', en: 'Veto' },
        role: 'VETO',
        weight: '59',
        formula: 'records.accepted < 1 条',
        method: { kind: 'POINTS' },
        basis: '全年没有一条经签署的活动，总分最高59分，不得评为合格。',
      }
  }
}

/** An indicator of a scheme for that kind of organisation, filled in by the pattern. */
export function indicatorFrom(
  pattern: SchemePattern,
  kind: AssessedKind,
  code: string,
): SchemeIndicator {
  return {
    code,
    role: 'SCORED',
    floor: '',
    per: 'NOTHING',
    better: 'MORE',
    ...patternFor(pattern, kind),
  }
}
