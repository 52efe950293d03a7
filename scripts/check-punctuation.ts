import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { widenPunctuation } from './chinese-punctuation.ts'

/** Chinese text that a person reads is set with Chinese punctuation; `--fix` sets it so. */
const { values } = parseArgs({ options: { fix: { type: 'boolean' }, help: { type: 'boolean' } } })
if (values.help) {
  console.log(
    'node scripts/check-punctuation.ts [--fix]\n\nNames the files whose Chinese text has half-width punctuation; with --fix, sets it at full width.',
  )
  process.exit(0)
}

const catalogues = globSync(['apps/*/src/**/messages/zh-*.json', 'apps/*/src/messages/zh-*/*.json'])
const quoting = globSync([
  'prisma/demo/*.ts',
  'prisma/src/{startup-problem,open-city-database}.ts',
  'apps/server/src/platform/say-address.ts',
  'scripts/*.mjs',
  'e2e/journeys/*.ts',
])

const inJson = (source: string) =>
  source.replaceAll(
    /(":\s*)("(?:[^"\\]|\\.)*")/g,
    (_, head: string, value: string) => head + widenPunctuation(value),
  )

/** Texts in quotes, and in regular expressions the marks and the escaped brackets that stand for themselves. */
const inCode = (source: string) =>
  source
    .replaceAll(/'(?:[^'\\\n]|\\.)*'|`(?:[^`\\\n]|\\.)*`/g, widenPunctuation)
    .replaceAll(/(?<=[(\s,:=])\/(?![/*])(?:[^/\\\n]|\\.)+\//g, (pattern) =>
      pattern.replaceAll(/(?<=[\u3400-\u9FFF])[,:;]|[,:;](?=[\u3400-\u9FFF])|\\\(|\\\)/g, (mark) =>
        /[\u3400-\u9FFF]/.test(pattern)
          ? widenPunctuation(`\u4E00${mark.replace('\\', '')}`)
              .slice(1)
              .replace('(', '\uFF08')
              .replace(')', '\uFF09')
          : mark,
      ),
    )

let wrong = 0
for (const [files, set] of [
  [catalogues, inJson],
  [quoting, inCode],
] as const)
  for (const file of files) {
    const source = readFileSync(file, 'utf8')
    const wanted = set(source)
    if (wanted === source) continue
    wrong += 1
    if (values.fix) writeFileSync(file, wanted)
    console.log(`${values.fix ? 'set anew' : 'half-width punctuation in Chinese text'}: ${file}`)
  }
process.exit(wrong === 0 || values.fix ? 0 : 1)
