import { mkdir, writeFile } from 'node:fs/promises'
import { renderPdf } from '../apps/server/src/platform/documents/render-pdf.ts'

/**
 * Sets the documents that lie beside some records of the demonstration city, by the product's own typesetting. They are
 * kept in the repository: run this after a change of their words.
 */
const folder = new URL('../prisma/demo/harbin-2008/documents/', import.meta.url)

const template = `#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#set page(paper: "a4", margin: (x: 28mm, y: 30mm))
#set text(lang: "zh", region: "cn", font: "Noto Serif SC", size: 12pt)
#set par(leading: 1em, spacing: 1.2em, justify: true)
#align(center, text(size: 18pt, weight: "bold", heading(level: 1, data.title)))
#v(1em)
#for line in data.lines [#line #parbreak()]
#if data.rows.len() > 0 [
  #table(columns: data.rows.first().map(_ => 1fr), inset: 8pt,
    table.header(..data.rows.first().map(cell => strong(cell))),
    ..data.rows.slice(1).flatten())
]
#align(right)[市委组织部机关第一党支部 \\ 省报社社区党组织]`

const documents = [
  {
    file: 'plan.pdf',
    title: '2008年度共建活动方案',
    lines: [
      '一、目的。发挥机关党支部的职能优势，帮助社区解决实际困难，密切党群关系，做到共建有计划、活动有记录、结果有签署。',
      '二、内容。按“六帮”安排：每季度到社区上一次党课，组织一次座谈；春、秋两季参加绿化和清扫；逢年过节走访困难家庭；社区老党员每半年到机关讲一次传统。',
      '三、分工。支部组织委员负责联络，社区副书记负责安排场地和召集居民代表；每次活动后三日内由支部填报，社区签署意见。',
      '四、要求。轻车简从，不给社区添负担；不搞形式，不凑数量。',
    ],
    rows: [],
  },
  {
    file: 'attendance.pdf',
    title: '共建活动签到表',
    lines: ['每人签名一次；由社区保存，人数以本表为准。'],
    rows: [
      ['序号', '单位', '签名', '到场时间'],
      ...Array.from({ length: 12 }, (_, at) => [String(at + 1), '', '', '']),
    ],
  },
  {
    file: 'minutes.pdf',
    title: '共建工作座谈会纪要',
    lines: [
      '参加：机关第一党支部支部委员，社区党组织负责人、居民代表。',
      '一、社区介绍情况。三个无物业庭院的路灯已修好，居民希望继续清理楼道杂物；低保家庭冬季取暖仍有困难。',
      '二、支部答复。协调有关部门在入冬前检查供热管线；继续做好走访，所需物资列入下月计划。',
      '三、商定事项。支部联络员每半月到社区一次；商定的事项逐条记录，下次座谈逐条核对。',
    ],
    rows: [],
  },
]

await mkdir(folder, { recursive: true })
for (const { file, ...data } of documents) {
  // oxlint-disable-next-line no-await-in-loop -- one after the other, in the one thread that sets documents
  const pdf = await renderPdf({ template, data, at: new Date('2008-03-03T01:00:00Z') })
  // oxlint-disable-next-line no-await-in-loop
  await writeFile(new URL(file, folder), pdf)
  console.log(`${file}: ${pdf.length} bytes`)
}
