import type { YearFigures } from '@gongjian/domain/year-report'
import type { RequestContext } from '../../platform/context.ts'
import { questionOf } from '../analysis/measures.ts'
import {
  coverageOf,
  labourOf,
  signingOf,
  structureOf,
  totalOf,
  totalsByArea,
  totalsByIndicator,
  totalsByKind,
} from '../analysis/summary.ts'
import { periodsOf } from '../periods/period-rows.ts'
import type { PeriodRow } from '../periods/period-rows.ts'

/** After so many days without a record a pairing is told of, as on the city's first page. */
const nothingForDays = 60

async function kindsOf(context: RequestContext, year: number) {
  const kinds = await totalsByKind(context, await questionOf(context, year, {}))
  const of = (kind: string) => kinds.find(({ key }) => key === kind)?.total
  return { sixHelps: of('SIX_HELPS'), labour: of('LABOUR'), visits: of('VISIT') }
}

/** The figures of a year, each as the city's first page computes it; null where there is no such year. */
export async function readYearFigures(
  context: RequestContext,
  year: number,
): Promise<{ period: PeriodRow; figures: YearFigures } | null> {
  const periods = await periodsOf(context)
  const period = periods.find((one) => one.year === year)
  if (period === undefined) return null
  const question = await questionOf(context, year, {})
  const hasBefore = periods.some((one) => one.year === year - 1)
  const [structure, total, kinds, areas, indicators, labour, signing, coverage, before] =
    await Promise.all([
      structureOf(context),
      totalOf(context, question),
      kindsOf(context, year),
      totalsByArea(context, question),
      totalsByIndicator(context, question),
      labourOf(context, question),
      signingOf(context, question),
      coverageOf(context, question, nothingForDays),
      hasBefore ? kindsOf(context, year - 1) : null,
    ])
  const figures: YearFigures = {
    year,
    startsOn: period.startsOn,
    until: period.endsOn < context.today ? period.endsOn : context.today,
    today: context.today,
    structure,
    sixHelps: {
      countersigned: kinds.sixHelps?.countersigned ?? 0,
      personTimes: kinds.sixHelps?.personTimes ?? 0,
    },
    total,
    areas: areas.map(({ key, total: { countersigned } }) => ({
      area: key,
      name: context.text(`words.area_${key}`),
      countersigned,
    })),
    indicators: indicators.map(({ indicator, accepted }) => ({
      code: indicator.code,
      kind: indicator.kind,
      area: indicator.area,
      name: indicator.name[context.locale],
      unit: indicator.unit[context.locale],
      accepted,
    })),
    labour,
    visits: {
      countersigned: kinds.visits?.countersigned ?? 0,
      personTimes: kinds.visits?.personTimes ?? 0,
    },
    signing,
    coverage,
    before: before && {
      sixHelps: before.sixHelps?.countersigned ?? 0,
      labourPersonTimes: before.labour?.personTimes ?? 0,
      visits: before.visits?.countersigned ?? 0,
    },
  }
  return { period, figures }
}
