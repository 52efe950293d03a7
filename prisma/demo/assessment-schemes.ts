import type { SchemeContent, SchemeIndicator } from '@gongjian/domain/scheme-content'

const indicator = (
  code: string,
  [zhCn, zhTw, en]: readonly [string, string, string],
  weight: string,
  basis: string,
  rest: Pick<SchemeIndicator, 'formula' | 'method'> & Partial<SchemeIndicator>,
): SchemeIndicator => ({
  code,
  name: { zhCn, zhTw, en },
  role: 'SCORED',
  weight,
  floor: '',
  per: 'NOTHING',
  better: 'MORE',
  basis,
  ...rest,
})
const grades: SchemeContent['grades'] = [
  { grade: 'EXCELLENT', from: '85', share: '20' },
  { grade: 'GOOD', from: '75', share: '' },
  { grade: 'PASS', from: '60', share: '' },
]
const points = { kind: 'POINTS' } as const

/** 机关党组织共建工作考评方案 */
export const agencyScheme: SchemeContent = {
  title: '2008年度机关党组织共建工作考评方案',
  kind: 'AGENCY',
  indicators: [
    indicator(
      'help',
      ['帮建活动', '幫建活動', 'Help given'],
      '20',
      '按所属支部平均计算，人少的单位不吃亏。',
      { formula: 'records.given', per: 'UNIT', method: { kind: 'TARGET', target: '4' } },
    ),
    indicator(
      'usefulness',
      ['群众评价', '群眾評價', 'Found useful'],
      '15',
      '社区签署时给出的实效评价，1至5分。',
      { formula: 'max(usefulness.mean - 1, 0) / 4 * 15 points', method: points },
    ),
    indicator(
      'spread',
      ['六帮覆盖', '六幫覆蓋', 'All six areas'],
      '15',
      '防止只送钱物、只发传单，六个方面都要有。',
      {
        formula: 'areas.covered / 6 areas * 9 points + areas.evenness * 6 points',
        method: points,
      },
    ),
    indicator('onTime', ['按时填报', '按時填報', 'Reported in time'], '10', '活动后30天内填报。', {
      formula: 'share.onTime * 10 points',
      method: points,
    }),
    indicator(
      'countersigned',
      ['签署率', '簽署率', 'Countersigned'],
      '10',
      '只有社区签署认可的才算数。',
      { formula: 'share.countersigned * 10 points', method: points },
    ),
    indicator(
      'bothWays',
      ['双向共建', '雙向共建', 'Both ways'],
      '10',
      '防止一头热：社区为机关做的与机关为社区做的之比，达到一半即满分。',
      { formula: 'direction.balance', method: { kind: 'TARGET', target: '0.5' } },
    ),
    indicator(
      'people',
      ['参与程度', '參與程度', 'People taking part'],
      '10',
      '按所属支部平均的参加人次排名计分。',
      {
        formula: 'people.personTimes',
        per: 'UNIT',
        method: {
          kind: 'RANK_BANDS',
          bands: [
            { through: 10, points: '10' },
            { through: 30, points: '9' },
            { through: 60, points: '8' },
          ],
          rest: '6',
        },
      },
    ),
    indicator('steady', ['常态开展', '常態開展', 'All year round'], '5', '防止年底突击。', {
      formula: 'months.active',
      method: { kind: 'TARGET', target: '8' },
    }),
    indicator(
      'committeeMark',
      ['三级联评', '三級聯評', 'Marks of three levels'],
      '5',
      '市、区（县）、市直机关（协作区）分别评分，互不知晓。',
      {
        formula: '',
        method: {
          kind: 'MARKS',
          levels: [
            { level: 'CITY', share: '40' },
            { level: 'DISTRICT', share: '30' },
            { level: 'ZONE', share: '30' },
          ],
        },
      },
    ),
    indicator(
      'donations',
      ['捐助加分', '捐助加分', 'Bonus for donations'],
      '2',
      '捐款捐物每万元加0.5分，最多2分。',
      {
        role: 'BONUS',
        formula: 'outputs.relief.donatedValue * 0.00005 分/元',
        method: points,
      },
    ),
    indicator(
      'late',
      ['迟报扣分', '遲報扣分', 'Late reports'],
      '2',
      '每迟报一条扣0.2分，最多2分。',
      {
        role: 'DEDUCTION',
        formula: 'records.reportedLate * 0.2 points/record',
        method: points,
      },
    ),
    indicator(
      'nothing',
      ['一票否决', '一票否決', 'Nothing confirmed'],
      '59',
      '全年没有一条经签署的活动，不得评为合格。',
      {
        role: 'VETO',
        formula: 'records.accepted < 1 record',
        method: points,
      },
    ),
  ],
  grades,
  ties: ['help', 'usefulness'],
  previews: true,
  plansWithinMonths: 3,
}

/** 社区党组织共建工作考评方案 */
export const communityScheme: SchemeContent = {
  title: '2008年度社区党组织共建工作考评方案',
  kind: 'COMMUNITY',
  indicators: [
    indicator(
      'signing',
      ['签署及时', '簽署及時', 'Signs in time'],
      '20',
      '平均3天内签署为满分，每超1天扣1分。',
      {
        formula: 'if records.received > 0 then signing.meanDays else 100 days',
        better: 'LESS',
        method: { kind: 'STEPS', from: 'NUMBER', number: '3', step: '1', deduction: '1' },
      },
    ),
    indicator('signed', ['签署率', '簽署率', 'Countersigned'], '20', '不积压、不代签。', {
      formula: 'share.countersigned * 20 points',
      method: points,
    }),
    indicator(
      'given',
      ['服务机关', '服務機關', 'Done for the agency'],
      '20',
      '社区为机关做的也要记录，全年4次为满分。',
      { formula: 'records.given', method: { kind: 'TARGET', target: '4' } },
    ),
    indicator(
      'spread',
      ['六帮覆盖', '六幫覆蓋', 'All six areas'],
      '10',
      '向机关提出六个方面的需求。',
      {
        formula: 'areas.covered / 6 areas * 10 points',
        method: points,
      },
    ),
    indicator(
      'usefulness',
      ['共建实效', '共建實效', 'Found useful'],
      '10',
      '双方签署时给出的评价。',
      {
        formula: 'max(usefulness.mean - 1, 0) / 4 * 10 points',
        method: points,
      },
    ),
    indicator(
      'levels',
      ['两级评议', '兩級評議', 'Marks of two levels'],
      '10',
      '街道、区（县）分别评分，互不知晓。',
      {
        formula: '',
        method: {
          kind: 'MARKS',
          levels: [
            { level: 'STREET', share: '60' },
            { level: 'DISTRICT', share: '40' },
          ],
        },
      },
    ),
    indicator(
      'steady',
      ['常态开展', '常態開展', 'All year round'],
      '10',
      '有活动的月份，8个月为满分。',
      {
        formula: 'months.active',
        method: { kind: 'TARGET', target: '8' },
      },
    ),
    indicator(
      'waiting',
      ['积压扣分', '積壓扣分', 'Left waiting'],
      '3',
      '每积压一条待签署记录扣0.5分。',
      {
        role: 'DEDUCTION',
        formula: 'records.waiting * 0.5 points/record',
        method: points,
      },
    ),
  ],
  grades,
  ties: ['signed', 'given'],
  previews: true,
  plansWithinMonths: 3,
}
