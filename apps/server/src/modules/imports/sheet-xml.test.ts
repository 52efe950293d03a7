import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { attribute, elementsIn, readText, writtenIn } from './sheet-xml.ts'

async function* cut(text: string, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text, 'utf8')
  let at = 0
  for (let index = 0; at < bytes.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1
    yield bytes.subarray(at, at + size)
    at += size
  }
}
async function gathered<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const list: Value[] = []
  for await (const value of values) list.push(value)
  return list
}
const rowsIn = (xml: string, sizes: readonly number[] = [64]) =>
  gathered(elementsIn(cut(xml, sizes), 'row'))

describe('the elements of a stream', () => {
  test('are the same wherever it is cut, in the middle of a sign too', async () => {
    const xml =
      '<?xml version="1.0"?><x:sheet><x:rows/><x:row r="1"><c>党课</c></x:row> <row r="2"/><!-- row --><row\nr="3" hidden="1"></row></x:sheet>'
    const whole = await rowsIn(xml, [10_000])
    expect(whole.map(({ attributes, inside }) => [attribute(attributes, 'r'), inside])).toEqual([
      ['1', '<c>党课</c>'],
      ['2', ''],
      ['3', ''],
    ])
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        async (sizes) => {
          expect(await rowsIn(xml, sizes)).toEqual(whole)
        },
      ),
      { numRuns: 50 },
    )
  })

  test('one that does not end is given up, not gathered', async () => {
    async function* endless() {
      yield Buffer.from('<row>')
      const more = Buffer.alloc(1024 * 1024, 0x61)
      for (let index = 0; index < 100; index += 1) yield more
    }
    await expect(gathered(elementsIn(endless(), 'row'))).rejects.toThrow('does not end')
    expect(await rowsIn('<row r="1"><c>')).toEqual([])
  })
})

test.each([
  ['a &lt;b&gt; &amp;&quot;&apos;', `a <b> &"'`],
  ['&#20826;&#x8BFE;', '党课'],
  ['<![CDATA[<党&课>]]>', '<党&课>'],
  ['一_x000D_二', '一\r二'],
  ['&nbsp;&#0;&#x110000;', '&nbsp;&#0;&#x110000;'],
])('%s is read', (xml, text) => {
  expect(readText(xml)).toBe(text)
})

test('of a text in pieces all are read, but not how they sound', () => {
  expect(
    writtenIn(
      '<r><rPr/><t>共</t></r><x:r><x:t xml:space="preserve">建 </x:t></x:r><rPh sb="0"><t>gong</t></rPh><t/>',
    ),
  ).toBe('共建 ')
})

test('an attribute is found by its whole name, in either quotes', () => {
  expect(attribute(` xr="1" r='A1' s = "2"`, 'r')).toBe('A1')
  expect(attribute(` xr="1" r='A1' s = "2"`, 's')).toBe('2')
  expect(attribute('', 'r')).toBe('')
})
