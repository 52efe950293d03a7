import { existsSync, readFileSync, statSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

/** The JavaScript that a first visit loads before anything can be seen, compressed: the scripts that the page itself names. */
const budgetKilobytes = 180
const folder = 'apps/web/dist'

const page = readFileSync(`${folder}/index.html`, 'utf8')
// What its own script names is fetched beside these, for later.
const scripts = [
  ...new Set(
    [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, name = '']) => name),
  ),
]
const bytes = scripts.reduce((sum, script) => {
  const path = `${folder}/${script}`
  return (
    sum +
    (existsSync(`${path}.gz`) ? statSync(`${path}.gz`).size : gzipSync(readFileSync(path)).length)
  )
}, 0)
const kilobytes = Math.round(bytes / 100) / 10
console.log(
  `first load: ${kilobytes} kB of JavaScript in ${scripts.length} files (gzip), budget ${budgetKilobytes} kB`,
)
process.exit(kilobytes <= budgetKilobytes ? 0 : 1)
