import { REPORT_STATES, reportShare, WAITING_BANDS } from '@gongjian/domain/report-coverage'
import { HELP_AREAS, PAIRING_SIDES } from '@gongjian/domain/vocabulary'
import { z } from 'zod'
import type { RequestContext } from '../../platform/context.ts'
import { BREAKDOWNS } from '../analysis/breakdown.ts'
import { coverageQuestion } from '../coverage/coverage-question.ts'
import type { CoverageFilter, CoverageQuestion } from '../coverage/coverage-question.ts'
import { pairingMatrixOf } from '../coverage/pairing-matrix.ts'
import type { MatrixCell, MatrixSide, PairingMatrix } from '../coverage/pairing-matrix.ts'
import {
  LISTED_REPORT_ORDERS,
  listReports,
  REPORT_ORDERS,
  reportsByOrganisation,
} from '../coverage/report-rates.ts'
import type { ListedReport, ReportOrganisationRow } from '../coverage/report-rates.ts'
import { WAITING_ORDERS, waitingByOrganisation } from '../coverage/waiting-by-organisation.ts'
import type { WaitingOrganisationRow } from '../coverage/waiting-by-organisation.ts'
import { presentYear } from '../periods/period-rows.ts'
import {
  calendarMonth,
  day,
  define,
  flag,
  id,
  list,
  number,
  text,
  whole,
  year,
} from './define-table.ts'

const search = z.string().max(200).optional()
const chosen = {
  year,
  zoneId: id,
  organisationId: id,
  monthFrom: calendarMonth,
  monthTo: calendarMonth,
}
const questionOf = async (
  context: RequestContext,
  { year: asked, ...filter }: CoverageFilter & { year?: number | undefined },
): Promise<CoverageQuestion> =>
  coverageQuestion(context, asked ?? (await presentYear(context)), filter)
const percent = (part: number, of: number) => {
  const share = reportShare(part, of)
  return number(share === null ? null : (share * 100).toFixed(1))
}

/** The matrix of a request: its streets are the columns, and its rows ask it again. */
const matrices = new WeakMap<RequestContext, Promise<PairingMatrix>>()
function matrixOf(
  context: RequestContext,
  filter: CoverageFilter & { year?: number | undefined },
): Promise<PairingMatrix> {
  const known =
    matrices.get(context) ??
    questionOf(context, filter).then((question) => pairingMatrixOf(context, question))
  matrices.set(context, known)
  return known
}

/** What the page of reports and coverage shows, with its filters. */
export const coverageTables = {
  'report-coverage': define<ReportOrganisationRow>()({
    operation: 'reportCoverage',
    filter: z.object({
      ...chosen,
      by: z.enum(BREAKDOWNS).optional(),
      order: z.enum(REPORT_ORDERS).optional(),
      search,
    }),
    columns: async (context, filter) => {
      const say = context.text
      const { months } = await questionOf(context, filter)
      return [
        { head: say('export.code'), cell: ({ code }) => text(code) },
        { head: say('export.name'), width: 36, cell: ({ name }) => text(name) },
        { head: say('export.expectedReports'), cell: ({ figures }) => number(figures.expected) },
        { head: say('export.reportedReports'), cell: ({ figures }) => number(figures.reported) },
        { head: say('export.onTimeReports'), cell: ({ figures }) => number(figures.onTime) },
        {
          head: say('export.lateReports'),
          cell: ({ figures: { reported, onTime } }) => number(reported - onTime),
        },
        {
          head: say('export.missingReports'),
          cell: ({ figures: { expected, reported } }) => number(expected - reported),
        },
        {
          head: say('export.reportingRate'),
          cell: ({ figures: { expected, reported } }) => percent(reported, expected),
        },
        {
          head: say('export.timeliness'),
          cell: ({ figures: { expected, onTime } }) => percent(onTime, expected),
        },
        ...months.map(({ month }) => ({
          head: month,
          cell: (row: ReportOrganisationRow) => {
            const figures = row.months[month]
            return figures ? text(`${figures.reported}/${figures.expected}`) : null
          },
        })),
      ]
    },
    page: async (context, { by, order, search: typed, ...filter }, after) =>
      reportsByOrganisation(context, await questionOf(context, filter), {
        first: 100,
        after,
        by: by ?? 'AGENCY',
        order,
        search: typed,
      }),
  }),
  'expected-reports': define<ListedReport>()({
    operation: 'reportCoverage',
    filter: z.object({
      ...chosen,
      states: list(REPORT_STATES),
      planned: flag,
      order: z.enum(LISTED_REPORT_ORDERS).optional(),
    }),
    columns: ({ text: say }) => [
      { head: say('export.month'), cell: ({ month }) => text(month) },
      { head: say('export.state'), cell: ({ state }) => text(say(`words.report_${state}`)) },
      { head: say('export.agencySide'), width: 36, cell: (row) => text(row.agencySide.name) },
      { head: say('export.communitySide'), width: 24, cell: (row) => text(row.communitySide.name) },
      { head: say('export.dueOn'), isDay: true, cell: ({ dueOn }) => day(dueOn) },
      { head: say('export.sentOn'), isDay: true, cell: ({ sentOn }) => day(sentOn) },
      { head: say('export.daysLate'), cell: ({ daysLate }) => number(daysLate) },
      {
        head: say('export.planDueInMonth'),
        cell: ({ isPlanned }) => text(say(isPlanned ? 'export.yes' : 'export.no')),
      },
    ],
    page: async (context, { states, planned, order, ...filter }, after) =>
      listReports(context, await questionOf(context, filter), {
        first: 100,
        after,
        states,
        planned,
        order,
      }),
  }),
  waiting: define<WaitingOrganisationRow>()({
    operation: 'waitingRecords',
    filter: z.object({
      zoneId: id,
      organisationId: id,
      side: z.enum(PAIRING_SIDES).optional(),
      order: z.enum(WAITING_ORDERS).optional(),
      search,
    }),
    columns: ({ text: say }) => [
      { head: say('export.code'), cell: ({ organisation }) => text(organisation.code) },
      { head: say('export.organisation'), width: 36, cell: (row) => text(row.organisation.name) },
      { head: say('export.waitsAtSide'), cell: ({ side }) => text(say(`words.side_${side}`)) },
      { head: say('export.submitted'), cell: ({ records }) => number(records) },
      { head: say('export.oldestDays'), cell: ({ oldestDays }) => number(oldestDays) },
      ...WAITING_BANDS.map(({ key }) => ({
        head: say(`export.band_${key}`),
        cell: (row: WaitingOrganisationRow) => number(row[key]),
      })),
    ],
    page: (context, { order, ...filter }, after) =>
      waitingByOrganisation(context, filter, { first: 100, after, order }),
  }),
  'pairing-matrix': define<MatrixSide & { matrix: PairingMatrix }>()({
    operation: 'pairingMatrix',
    filter: z.object({ ...chosen, area: z.enum(HELP_AREAS).optional() }),
    columns: async (context, filter) => {
      const say = context.text
      const { streets } = await matrixOf(context, filter)
      return [
        { head: say('export.code'), cell: ({ code }) => text(code) },
        { head: say('export.organisation'), width: 36, cell: ({ name }) => text(name) },
        { head: say('export.zone'), width: 24, cell: ({ groupName }) => text(groupName) },
        ...streets.map((street) => ({
          head: street.name,
          cell: ({ id: agencyId, matrix }: MatrixSide & { matrix: PairingMatrix }) => {
            const cell = matrix.cells.find(
              (one) => one.agencyId === agencyId && one.streetId === street.id,
            )
            if (cell === undefined) return null
            return cell.meetings === 0 ? text(say('export.pairedNothing')) : number(cell.meetings)
          },
        })),
      ]
    },
    page: async (context, filter) => {
      const matrix = await matrixOf(context, filter)
      return whole(matrix.agencies.map((agency) => ({ ...agency, matrix })))
    },
  }),
  'pairing-ties': define<MatrixCell & { agency: MatrixSide; street: MatrixSide }>()({
    operation: 'pairingMatrix',
    filter: z.object({ ...chosen, area: z.enum(HELP_AREAS).optional() }),
    columns: ({ text: say }) => [
      { head: say('export.zone'), width: 24, cell: ({ agency }) => text(agency.groupName) },
      { head: say('export.agencySide'), width: 36, cell: ({ agency }) => text(agency.name) },
      { head: say('export.district'), cell: ({ street }) => text(street.groupName) },
      { head: say('export.communitySide'), width: 24, cell: ({ street }) => text(street.name) },
      { head: say('export.meetings'), cell: ({ meetings }) => number(meetings) },
      { head: say('export.personTimes'), cell: ({ personTimes }) => number(personTimes) },
      { head: say('export.hours'), cell: ({ hours }) => number(hours) },
      { head: say('export.lastActivityDay'), isDay: true, cell: ({ lastDay }) => day(lastDay) },
    ],
    page: async (context, filter) => {
      const { agencies, streets, cells } = await matrixOf(context, filter)
      const sideOf = new Map([...agencies, ...streets].map((side) => [side.id, side]))
      return whole(
        cells.flatMap((cell) => {
          const [agency, street] = [sideOf.get(cell.agencyId), sideOf.get(cell.streetId)]
          return agency && street ? [{ ...cell, agency, street }] : []
        }),
      )
    },
  }),
}
