import type { ImportResult } from '../import-rows.ts'
import type { AssessmentResult } from './assess.ts'
import type { PageTime } from './list-pages.ts'
import type { LookResult } from './look.ts'
import type { LoadResult } from './load-nation.ts'
import type { TotalResult } from './totals.ts'
import type { WriteCost } from './write-cost.ts'

export type ScaleReport = {
  load: number[]
  loaded: LoadResult
  totals: TotalResult[]
  assessment: AssessmentResult | null
  look: LookResult | null
  pages: PageTime[]
  failedPages: string[]
  writes: WriteCost[]
  imported: ImportResult | null
}

const leastRatio = 100
const mostCost = 1.3

/** What misses its target. The speed of the rollups is promised at ten million records. */
export function missedTargets({ totals, writes, failedPages }: ScaleReport): string[] {
  return [
    ...totals
      .filter(({ ratio, isLines }) => !isLines && ratio < leastRatio)
      .map(({ question, ratio }) => `${question}: ${ratio.toFixed(1)} times of ${leastRatio}`),
    ...totals
      .filter(({ agree }) => !agree)
      .map(({ question }) => `${question}: the rollups do not say what the records say`),
    ...writes
      .filter(({ cost }) => cost > mostCost)
      .map(({ path, cost }) => `${path}: costs ${cost.toFixed(2)} times of ${mostCost}`),
    ...failedPages.map((one) => `no answer: ${one}`),
  ]
}

const right = (value: string, width: number) => value.padStart(width)
const milliseconds = (value: number) => right(`${value.toFixed(1)} ms`, 12)

export function printScale(report: ScaleReport, missed: readonly string[]): void {
  const { loaded, totals, assessment, look, pages, writes, imported, load } = report
  const { seconds } = loaded
  const lines = [
    `${loaded.activities} records, ${loaded.outputs} outputs, ${loaded.organisations} organisations, ${loaded.cities} cities, ${loaded.gigabytes.toFixed(1)} GB (names of ${loaded.names}); load of the machine ${load.join(' ')}`,
    `loaded in ${seconds.whole.toFixed(0)} s: COPY ${seconds.copy.toFixed(0)}, indexes ${seconds.indexes.toFixed(0)}, rollups ${seconds.rollups.toFixed(0)}, statistics ${seconds.statistics.toFixed(0)}`,
    '',
    `${'totals'.padEnd(36)}${right('records', 12)}${right('rollups', 12)}${right('ratio', 9)}   target ≥ ${leastRatio}`,
    ...totals.map(
      (one) =>
        `${one.question.padEnd(36)}${milliseconds(one.records)}${milliseconds(one.rollups)}${right(one.ratio.toFixed(1), 9)}   ${one.rows} rows${one.isLines ? ', from the lines of the organisations' : ''}${one.agree ? '' : ', NOT THE SAME'}`,
    ),
    '',
    `${'writes'.padEnd(36)}${right('with', 10)}${right('lines only', 12)}${right('without', 10)}${right('cost', 9)}${right('of city', 9)}   target ≤ ${mostCost}`,
    ...writes.map(
      (one) =>
        `${one.path.padEnd(36)}${right(`${one.withRollups.toFixed(0)}/s`, 10)}${right(`${one.withoutCity.toFixed(0)}/s`, 12)}${right(`${one.withoutRollups.toFixed(0)}/s`, 10)}${right(one.cost.toFixed(2), 9)}${right(one.costOfCity.toFixed(2), 9)}`,
    ),
    '',
    ...(assessment === null
      ? []
      : [
          `assessment of ${assessment.organisations} communities: frozen in ${assessment.seconds.freezing.toFixed(1)} s, computed in ${assessment.seconds.computing.toFixed(1)} s; memory ${assessment.megabytes.before} MB before, at most ${assessment.megabytes.peak} MB; others waited ${assessment.otherRequests.median.toFixed(0)} ms, at most ${assessment.otherRequests.longest.toFixed(0)} ms; ${assessment.progressSteps} steps of progress`,
        ]),
    ...(look === null
      ? []
      : [`look for signs of gaming in a year: ${look.seconds.toFixed(1)} s, ${look.signs} signs`]),
    ...(imported === null
      ? []
      : [
          `import of ${imported.rows} rows: checked in ${imported.checkSeconds.toFixed(1)} s, submitted in ${imported.keepSeconds.toFixed(1)} s, COPY of the same ${imported.copySeconds.toFixed(1)} s (${(imported.keepSeconds / imported.copySeconds).toFixed(1)} times, target ≤ 3)`,
        ]),
    '',
    'first page of every list, the slowest first',
    ...pages.map(
      (one) =>
        `${one.page.padEnd(36)}${milliseconds(one.milliseconds)}   ${one.rows} rows, ${one.account}`,
    ),
    ...missed.map((one) => `below its target: ${one}`),
  ]
  console.log(lines.join('\n'))
}
