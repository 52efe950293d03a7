import type { Random } from './random.ts'

/** How an office would head and describe a record, by the first thing that it reports. {c} is the community. */
const titles: Record<string, readonly string[]> = {
  'partyBuilding.lectures': [
    '为{c}党员讲专题党课',
    '到{c}宣讲党的十七大精神',
    '机关书记为{c}党员上党课',
    '{c}党员学习日党课辅导',
  ],
  'partyBuilding.symposia': [
    '与{c}党组织召开共建座谈会',
    '{c}党员代表座谈会',
    '共建工作座谈会（与{c}）',
    '迎“七一”老党员座谈会（{c}）',
  ],
  'partyBuilding.charters': ['向{c}党员赠送《党章》', '为{c}流动党员送《党章》和学习资料'],
  'culture.trainings': [
    '{c}居民法律知识讲座',
    '{c}健康咨询服务',
    '为{c}下岗职工举办技能培训',
    '{c}家庭教育讲座',
    '{c}计算机知识培训',
  ],
  'culture.troupes': ['帮助{c}组建秧歌队', '帮助{c}成立合唱队', '支持{c}组建文艺演出队'],
  'culture.libraries': ['帮助{c}建立图书室', '共建{c}图书阅览室'],
  'culture.bookDrives': ['送图书进{c}', '机关党员向{c}捐赠图书'],
  'publicService.premises': ['协调解决{c}活动用房', '帮助{c}落实办公用房'],
  'publicService.openedFacilities': ['向{c}居民开放单位活动场地', '向{c}居民开放会议室和球场'],
  'publicService.conveniences': ['{c}便民服务日', '到{c}开展便民利民服务', '为{c}居民现场办理业务'],
  'green.greenSpaces': ['帮助{c}辟建绿地', '与{c}居民共同植树护绿'],
  'green.wasteSortingCommunities': ['帮助{c}开展垃圾分类', '{c}垃圾分类宣传和设施配备'],
  'security.watchNetworks': ['帮助{c}建立群防群治网络', '{c}治安联防网络建设'],
  'security.nightWatches': ['党员为{c}群众守夜送平安', '{c}夜间义务巡逻'],
  'relief.deeds': ['为{c}居民办实事', '帮助{c}协调解决居民反映的问题', '为{c}维修楼道照明和管线'],
  'relief.donationDrives': [
    '向{c}困难家庭捐款捐物',
    '“送温暖”捐助活动（{c}）',
    '{c}困难学生助学捐助',
  ],
  'labour.facilitiesCleaned': ['{m}公益劳动：擦洗{c}户外公共设施', '{m}义务劳动（{c}一带）'],
  'visits.households': [
    '走访{c}困难党员和特困家庭',
    '到{c}走访慰问帮扶对子',
    '节前走访{c}困难家庭',
  ],
  'visits.deeds': ['走访{c}困难家庭并帮助解决问题', '到{c}走访听取意见'],
}
const openings = [
  '按照年度共建安排，',
  '应社区党组织邀请，',
  '结合支部主题党日，',
  '根据社区提出的需求，',
  '',
]
const middles = [
  '支部党员利用业余时间到社区',
  '机关党支部组织党员到社区',
  '支部与社区党组织一起',
  '分管领导带队到社区',
]
const closings = [
  '开展活动，社区干部和居民代表参加。',
  '完成了商定的事项，居民反映较好。',
  '落实了上次座谈商定的内容。',
  '开展服务，并征求了社区对共建工作的意见。',
  '开展活动，后续事项由支部联络员继续跟进。',
]

export function titleOf(
  random: Random,
  indicatorCode: string,
  communityName: string,
  month: string,
): string {
  const kind = indicatorCode.split('.')[0] ?? ''
  const fallback = kind === 'labour' ? 'labour.facilitiesCleaned' : 'relief.deeds'
  const known = titles[indicatorCode] ?? titles[fallback] ?? []
  return random.pick(known).replace('{c}', communityName).replace('{m}', month)
}

export function wordsOf(random: Random): string {
  if (random.chance(0.18)) return ''
  return `${random.pick(openings)}${random.pick(middles)}${random.pick(closings)}`
}

export const acceptedWords = [
  '情况属实。',
  '情况属实，居民满意。',
  '已核对，属实，感谢支持。',
  '属实，希望长期坚持。',
  '',
]
export const correctedWords = [
  '数量与社区登记不一致，已按实际核定。',
  '其中一部分为上月已报内容，已核减。',
  '按现场清点数量签署。',
]
export const returnReasons = [
  '参加人数与社区签到表不一致，请核对后重新提交。',
  '活动日期应为次日，请更正。',
  '捐赠数量请按清单填写。',
  '此项与本月另一条记录内容重复，请合并。',
  '请补充说明具体做了哪些实事。',
]

const givenTitles = [
  '{c}老党员进机关讲革命传统',
  '{c}离退休老同志为机关青年党员上党课',
  '{c}党组织向机关党员介绍社区工作',
  '{c}居民代表到机关座谈民情',
]

/** What the community does for the agency. */
export function givenTitleOf(random: Random, communityName: string): string {
  return random.pick(givenTitles).replace('{c}', communityName)
}
