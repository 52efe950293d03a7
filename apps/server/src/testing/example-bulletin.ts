import { markScaleOf } from '../modules/bulletins/bulletin-sheet.ts'
import type { BulletinSheet } from '../modules/bulletins/bulletin-sheet.ts'

const mark = '中共哈尔滨市直属机关工作委员会文件'
const plain = (text: string) => ({ level: 0, head: '', text }) as const
/** A bulletin of several pages with a long table, for the tests of its layout. */
export const exampleSheet: BulletinSheet = {
  mark,
  markScale: markScaleOf(mark),
  number: '哈直党发〔2008〕12号',
  title: '关于2008年度机关党组织与社区党组织共建工作考评情况的通报',
  titleLines: ['关于2008年度机关党组织与社区', '党组织共建工作考评情况的通报'],
  addressees: '市直属机关各党委：',
  paragraphs: [
    plain('建'.repeat(1500)),
    { level: 1, head: '一、考评结果', text: '' },
    { level: 2, head: '（一）总体。', text: '建'.repeat(100) },
    plain('特此通报。'),
  ],
  attachment: {
    note: '附件：考评结果',
    label: '附件',
    title: '2008年度考评结果',
    titleLines: ['2008年度考评结果'],
  },
  signature: '中共哈尔滨市直属机关工作委员会',
  day: '2008年10月6日',
  remark: '（查验码：K7M2-9QXH-4TRD）',
  verifyAddress: null,
  codeAlt: '',
  table: {
    head: ['名次', '单位', '得分', '等次'],
    widths: [1, 4.4, 1.3, 1.3],
    rows: Array.from({ length: 96 }, (_, at) => [
      String(at + 1),
      at % 7 === 0 ? '名称很长的单位'.repeat(4) : '市委组织部',
      '98.25',
      '优秀',
    ]),
  },
  copies: '抄送：市委办公厅。',
  printedBy: '市直属机关工委办公室',
  printed: '2008年10月6日印发',
}
