import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { renderPdf } from './render-pdf.ts'

const at = new Date('2008-09-26T01:00:00Z')
const template = `
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title, date: auto)
#set page(paper: "a4")
#set text(lang: "zh", region: "cn", font: "Noto Serif SC", size: 12pt)
= #data.title
#data.words
`
const words = '哈尔滨市机关党组织与社区党组织“共建共创”。生僻字：㛃、䶮、喆、甪。'
const render = (data: { title: string; words: string }, source = template) =>
  renderPdf({ template: source, data, at })

/** Every character that a reader can take out of the file: those in its fonts' maps to Unicode. */
function charactersOf(pdf: Buffer): Set<string> {
  const text = pdf.toString('latin1')
  const inflated = [...text.matchAll(/FlateDecode\s*>>\s*stream\r?\n([^]*?)\r?\nendstream/g)].map(
    ([, stream = '']) => inflateSync(Buffer.from(stream, 'latin1')).toString('latin1'),
  )
  const codes = [text, ...inflated]
    .filter((part) => part.includes('begincmap'))
    .flatMap((part) => [...part.matchAll(/^<[\dA-F]{4}> <((?:[\dA-F]{4})+)>$/gm)])
  return new Set(
    codes.flatMap(([, code = '']) => [...Buffer.from(code, 'hex').swap16().toString('utf16le')]),
  )
}

test('a template that does not compile is refused with the reason', async () => {
  await expect(render({ title: '', words: '' }, '#let data = (')).rejects.toThrow(/unclosed/)
  await expect(render({ title: 'x', words: 'x' }, '#read("/etc/passwd")')).rejects.toThrow(
    /file not found/,
  )
})

test('after a refused template the next document is set', async () => {
  const pdf = await render({ title: '证明', words })
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
})

test('one page of Chinese is tagged for readers, with its type embedded, and its words come out again', async () => {
  const pdf = await render({ title: '志愿服务记录证明', words })
  const source = pdf.toString('latin1')
  expect(source).toMatch(/\/MarkInfo/)
  expect(source).toMatch(/\/FontFile[23]/)
  expect(source).toMatch(/pdfuaid/)
  expect(source.match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
  const characters = charactersOf(pdf)
  expect([...words].filter((one) => !characters.has(one))).toEqual([])
})

test('what people typed is data and never markup', async () => {
  const typed = '#read("/etc/passwd") $x$ *粗* = 标题'
  const pdf = await render({ title: '证明', words: typed })
  const characters = charactersOf(pdf)
  expect([...typed].filter((one) => one !== ' ' && !characters.has(one))).toEqual([])
})

test('the same request gives the same bytes', async () => {
  const [first, second] = await Promise.all([
    render({ title: '证明', words }),
    render({ title: '证明', words }),
  ])
  expect(first.equals(second)).toBe(true)
})
