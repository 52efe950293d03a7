import type { HardshipKind } from '@gongjian/domain/vocabulary'

/** Nobody is called so: each name says that it is an example. */
export const exampleFamilyNames = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶'
export const exampleGivenNames = ['演示', '样例', '示范', '虚构', '模拟', '假定', '例证', '范例']
export const exampleStreets = ['示例街', '演示路', '样本巷', '虚构胡同']

/** How often each kind is met, and what such a family needs. */
export const hardships: readonly {
  kind: HardshipKind
  weight: number
  words: readonly string[]
}[] = [
  {
    kind: 'MINIMUM_LIVING_ALLOWANCE',
    weight: 9,
    words: ['全家靠低保金生活，冬季取暖费有困难。', '低保家庭，孩子上学需要学习用品。'],
  },
  { kind: 'NEAR_MINIMUM', weight: 3, words: ['收入略高于低保线，遇有疾病即入不敷出。'] },
  {
    kind: 'DISABILITY',
    weight: 5,
    words: ['一人肢体残疾，出行、就医需要人陪同。', '一人视力残疾，希望有人定期读报、代购。'],
  },
  {
    kind: 'SERIOUS_ILLNESS',
    weight: 6,
    words: ['主要劳动力长期治病，药费负担重。', '一人做透析，每周需要往返医院。'],
  },
  {
    kind: 'ELDERLY_ALONE',
    weight: 6,
    words: ['两位老人独居，子女在外地，希望常有人来看看。', '老人独居，需要检修水电、换季打扫。'],
  },
  { kind: 'CHILD_IN_NEED', weight: 2, words: ['祖辈抚养，孩子需要课业辅导和心理关怀。'] },
  {
    kind: 'UNEMPLOYMENT',
    weight: 6,
    words: ['夫妻双双下岗，希望介绍就业岗位。', '一人待业，愿意参加技能培训。'],
  },
  { kind: 'SUDDEN_DISASTER', weight: 1, words: ['家中失火，正在修缮房屋。'] },
  { kind: 'OTHER', weight: 1, words: ['子女服刑，老人生活缺少照料。'] },
]

export const agreements: readonly { agreed: string; next: string }[] = [
  { agreed: '送去米面油，了解取暖费缴纳情况。', next: '联系供热单位，咨询减免手续' },
  { agreed: '陪同就医一次，帮助办理大病救助申请。', next: '跟进救助审批结果' },
  { agreed: '检修电路，更换老化灯具。', next: '' },
  { agreed: '辅导功课，赠送学习用品。', next: '开学前再来一次' },
  { agreed: '介绍两个就业岗位，约定去面试。', next: '了解面试结果' },
  { agreed: '打扫卫生，拆洗被褥，陪老人聊天。', next: '' },
]
export const visitorWords = ['支部书记等3人', '支部党员2人', '青年党员4人', '党支部班子成员2人']
export const lookReasons = ['上门走访，核对住址', '电话联系，约定走访时间', '核对救助申请材料']
