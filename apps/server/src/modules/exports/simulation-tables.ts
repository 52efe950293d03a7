import { joinedClauses } from '@gongjian/domain/joined'
import type {
  IndicatorPair,
  Mover,
  ScoreBin,
  SimulationOfSide,
  SpreadGroup,
  WeightSensitivity,
} from '@gongjian/domain/simulate-scheme'
import { GRADES } from '@gongjian/domain/scheme-content'
import { z } from 'zod'
import type { RequestContext } from '../../platform/context.ts'
import { findSimulation } from '../assessment/simulation-row.ts'
import type { SimulationRow, SimulationSide } from '../assessment/simulation-row.ts'
import { define, id, number, text, whole } from './define-table.ts'
import type { Column, ExportTable } from './define-table.ts'

const filter = z.object({ simulationId: id })
type Filter = z.infer<typeof filter>
/** A row of either side: a table that has both says which one each row is of. */
type OfSide<Row> = Row & { side: SimulationSide }

/** The rows of one kind that a simulation has, of both its sides; none where there is no such simulation, or it is not done. */
async function rowsOfBoth<Row extends object>(
  context: RequestContext,
  { simulationId }: Filter,
  rowsOf: (outcome: SimulationOfSide) => readonly Row[],
) {
  const simulation = await simulationOf(context, simulationId)
  if (simulation === null) return whole<OfSide<Row>>([])
  const { side, other, result } = simulation
  const sides: [SimulationSide | null, SimulationOfSide | null | undefined][] = [
    [side, result?.side],
    [other, result?.other],
  ]
  return whole(
    sides.flatMap(([one, outcome]) =>
      one && outcome ? rowsOf(outcome).map((row): OfSide<Row> => ({ ...row, side: one })) : [],
    ),
  )
}

async function simulationOf(
  context: RequestContext,
  simulationId: string | undefined,
): Promise<SimulationRow | null> {
  return simulationId === undefined ? null : findSimulation(context, simulationId)
}

function sideColumns<Row>({ text: say }: RequestContext): Column<OfSide<Row>>[] {
  return [
    { head: say('export.scheme'), width: 40, cell: ({ side }) => text(side.content.title) },
    { head: say('export.programmeYear'), width: 10, cell: ({ side }) => number(side.year) },
  ]
}

/** The name of an indicator in the reader's language, else its code. */
function nameOf(
  { locale }: RequestContext,
  sides: readonly (SimulationSide | null)[],
  code: string,
) {
  const name = sides
    .flatMap((side) => side?.content.indicators ?? [])
    .find((indicator) => indicator.code === code)?.name
  const said = name && { 'zh-CN': name.zhCn, 'zh-TW': name.zhTw, en: name.en }[locale]
  return said || code
}

type MoverRow = Mover & { why: string }
type CorrelationLine = IndicatorPair

/** What came of a simulation, table by table as on its page. */
export const simulationTables = {
  'simulation-distribution': define<OfSide<ScoreBin>>()({
    operation: 'assessmentSimulation',
    filter,
    columns: (context) => [
      ...sideColumns<ScoreBin>(context),
      { head: context.text('export.scoreFrom'), cell: ({ from }) => number(from) },
      { head: context.text('export.scoreTo'), cell: ({ to }) => number(to) },
      { head: context.text('export.organisations'), cell: ({ count }) => number(count) },
    ],
    page: (context, asked) => rowsOfBoth(context, asked, ({ bins }) => bins),
  }),
  'simulation-groups': define<OfSide<SpreadGroup>>()({
    operation: 'assessmentSimulation',
    filter,
    columns: (context) => {
      const { text: say } = context
      return [
        ...sideColumns<SpreadGroup>(context),
        {
          head: say('export.group'),
          width: 24,
          cell: ({ by, key }) =>
            text(
              by === 'ALL'
                ? say('words.group_ALL')
                : by === 'SIZE'
                  ? say(`words.size_${key}`)
                  : key || say('words.group_NONE'),
            ),
        },
        { head: say('export.organisations'), cell: ({ count }) => number(count) },
        { head: say('export.least'), cell: ({ spread }) => number(spread.least) },
        { head: say('export.firstQuartile'), cell: ({ spread }) => number(spread.firstQuartile) },
        { head: say('export.median'), cell: ({ spread }) => number(spread.median) },
        { head: say('export.thirdQuartile'), cell: ({ spread }) => number(spread.thirdQuartile) },
        { head: say('export.most'), cell: ({ spread }) => number(spread.most) },
        { head: say('export.mean'), cell: ({ spread }) => number(spread.mean.toFixed(2)) },
        ...GRADES.map((grade): Column<OfSide<SpreadGroup>> => ({
          head: say(`words.grade_${grade}`),
          width: 10,
          cell: ({ grades }) => number(grades.find((one) => one.grade === grade)?.count ?? 0),
        })),
      ]
    },
    page: (context, asked) => rowsOfBoth(context, asked, ({ groups }) => groups),
  }),
  'simulation-movers': define<MoverRow>()({
    operation: 'assessmentSimulation',
    filter,
    columns: ({ text: say }) => [
      { head: say('export.code'), width: 16, cell: ({ code }) => text(code) },
      { head: say('export.organisation'), width: 36, cell: ({ name }) => text(name) },
      { head: say('export.rank'), width: 10, cell: ({ rank }) => number(rank) },
      { head: say('export.otherRank'), width: 12, cell: ({ otherRank }) => number(otherRank) },
      { head: say('export.score'), width: 10, cell: ({ total }) => number(total) },
      { head: say('export.otherScore'), width: 12, cell: ({ otherTotal }) => number(otherTotal) },
      {
        head: say('export.grade'),
        width: 10,
        cell: ({ grade }) => text(say(`words.grade_${grade}`)),
      },
      {
        head: say('export.otherGrade'),
        width: 12,
        cell: ({ otherGrade }) => text(say(`words.grade_${otherGrade}`)),
      },
      { head: say('export.why'), width: 60, cell: ({ why }) => text(why) },
    ],
    page: async (context, { simulationId }) => {
      const simulation = await simulationOf(context, simulationId)
      const sides = simulation === null ? [] : [simulation.side, simulation.other]
      return whole(
        (simulation?.result?.moves?.movers ?? []).map((mover): MoverRow => ({
          ...mover,
          why: joinedClauses(
            context.locale,
            mover.causes.map(({ code, change }) => `${nameOf(context, sides, code)} ${change}`),
          ),
        })),
      )
    },
  }),
  'simulation-sensitivity': define<OfSide<WeightSensitivity>>()({
    operation: 'assessmentSimulation',
    filter,
    columns: (context) => {
      const { text: say } = context
      return [
        ...sideColumns<WeightSensitivity>(context),
        {
          head: say('export.indicator'),
          width: 24,
          cell: ({ side, code }) => text(nameOf(context, [side], code)),
        },
        {
          head: say('export.weight'),
          width: 10,
          cell: ({ side, code }) =>
            number(side.content.indicators.find((one) => one.code === code)?.weight),
        },
        { head: say('export.tauLess'), cell: ({ less }) => number(less.tau) },
        { head: say('export.gradesLess'), cell: ({ less }) => number(less.gradeChanges) },
        { head: say('export.tauMore'), cell: ({ more }) => number(more.tau) },
        { head: say('export.gradesMore'), cell: ({ more }) => number(more.gradeChanges) },
      ]
    },
    page: (context, asked) => rowsOfBoth(context, asked, ({ sensitivity }) => sensitivity),
  }),
  'simulation-correlations': define<OfSide<CorrelationLine>>()({
    operation: 'assessmentSimulation',
    filter,
    columns: (context) => [
      ...sideColumns<CorrelationLine>(context),
      {
        head: context.text('export.indicator'),
        width: 24,
        cell: ({ side, first }) => text(nameOf(context, [side], first)),
      },
      {
        head: context.text('export.otherIndicator'),
        width: 24,
        cell: ({ side, second }) => text(nameOf(context, [side], second)),
      },
      { head: context.text('export.correlation'), cell: ({ correlation }) => number(correlation) },
    ],
    page: (context, asked) =>
      rowsOfBoth(context, asked, ({ correlations: { codes, rows } }) =>
        codes.flatMap((first, line) =>
          codes.flatMap((second, column): CorrelationLine[] => {
            const correlation = rows[line]?.[column] ?? null
            return column <= line || correlation === null ? [] : [{ first, second, correlation }]
          }),
        ),
      ),
  }),
} satisfies Record<string, ExportTable>
