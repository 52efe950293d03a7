import { expect, test } from 'vitest'
import { checkBulletin } from './bulletin-content.ts'
import type { BulletinContent } from './bulletin-content.ts'

const content: BulletinContent = {
  issuer: '中共哈尔滨市直属机关工作委员会',
  documentNumber: '哈直党发〔2008〕12号',
  title: '关于考评情况的通报',
  addressees: '市直属机关各党委',
  body: '特此通报。',
  attachmentTitle: '考评结果',
  copies: '',
  printedBy: '办公室',
  issuedOn: '2008-10-06',
  order: 'RANK',
  grades: ['GOOD', 'EXCELLENT'],
}
const problemsOf = (changes: Partial<BulletinContent>) => {
  const checked = checkBulletin({ ...content, ...changes })
  return checked.ok ? [] : checked.problems.map(({ path, code }) => `${path} ${code}`)
}

test.each([
  '第12号',
  '哈直党发(2008)12号',
  '哈直党发〔2008〕012号',
  '哈直党发〔08〕12号',
  '哈直党发〔2008〕12',
])('a document number is not written %s', (number) =>
  expect(problemsOf({ documentNumber: number })).toEqual(['documentNumber DOCUMENT_NUMBER_SHAPE']),
)

test('all that is wrong is said at once, each at its field', () => {
  expect(
    problemsOf({
      title: ' ',
      body: '',
      issuedOn: '2008-02-30',
      grades: [],
      printedBy: '办'.repeat(25),
    }),
  ).toEqual([
    'title REQUIRED',
    'body REQUIRED',
    'printedBy TOO_LONG',
    'issuedOn NOT_A_DAY',
    'grades REQUIRED',
  ])
})

test('square brackets become those of a document number; grades stand in their order', () => {
  const checked = checkBulletin({ ...content, documentNumber: '哈直党发[2008]12号' })
  expect(checked).toMatchObject({
    ok: true,
    content: { documentNumber: '哈直党发〔2008〕12号', grades: ['EXCELLENT', 'GOOD'], copies: '' },
  })
})
