import { Packer } from 'docx'
import { expect, test } from 'vitest'
import { fileOf } from '../../testing/zip-file.ts'
import type { ArchiveContent } from './archive-content.ts'
import { docxOf } from './docx-document.ts'

const typed = '<w:p>& "]]> #import $x$ 😀'
const content: ArchiveContent = {
  title: '2008年度共建工作档案',
  organisation: '第一党支部',
  cover: [['立档单位', '第一党支部']],
  number: '共建档〔2008〕0001号',
  code: 'K7M2-9QXH-4TRD',
  address: 'http://localhost/verify/archive/K7M2-9QXH-4TRD',
  codeAlt: '二维码',
  verify: '查验',
  hash: ['校验值', '0'.repeat(64)],
  contentsTitle: '目录',
  summary: { title: '汇总', note: '只计入已签署的记录。', tables: [] },
  pairings: { note: '没有', table: { title: '共建对子', head: [], widths: [], rows: [] } },
  sections: [
    {
      title: '已签署的记录',
      note: null,
      entries: [
        {
          heading: `2008-0001　${typed}`,
          mark: '未签署',
          blocks: [
            { kind: 'facts', rows: [['日期', '2008年9月3日']] },
            { kind: 'words', title: '说明', lines: [typed, '建'.repeat(10_000)] },
            {
              kind: 'table',
              title: '成果',
              head: ['指标', '核定'],
              widths: [2, 1],
              rows: [[typed, '3']],
            },
            { kind: 'photos', title: '照片', photos: [{ file: null, text: '照片文件缺失' }] },
          ],
        },
      ],
    },
  ],
  footer: ['第 ', ' 页 共 ', ' 页'],
}

test('what was typed stands in it as it is, in the types of an office, with its page of how many', async () => {
  const zip = await Packer.toBuffer(
    docxOf({ content, photos: [], code: new Uint8Array([1]), locale: 'zh-CN' }),
  )
  const document = fileOf(zip, 'word/document.xml')
  // In the contents, the heading, the words and the table.
  expect(document.split('&lt;w:p&gt;&amp; &quot;]]&gt; #import $x$ 😀').length - 1).toBe(4)
  expect(document).toContain('建'.repeat(10_000))
  expect(document).toContain('照片文件缺失')
  expect(document).toMatch(/TOC/)
  expect(fileOf(zip, 'word/styles.xml')).toMatch(/仿宋_GB2312/)
  const footers = [1, 2].map((number) => fileOf(zip, `word/footer${number}.xml`)).join('')
  expect(footers).toMatch(/第 .*PAGE.* 页 共 .*NUMPAGES.* 页/)
})
