import { ASSESSED_KINDS } from '@gongjian/domain/assessment-measures'
import { DESIGNATION_STATES } from '@gongjian/domain/designation-rule'
import { joinedClauses } from '@gongjian/domain/joined'
import { JOINT_BODY_STATES, JOINT_STATES } from '@gongjian/domain/joint-actions'
import { MARKING_LEVELS } from '@gongjian/domain/scheme-content'
import { z } from 'zod'
import type { RequestContext } from '../../platform/context.ts'
import { schemeById } from '../assessment/scheme-row.ts'
import { listDesignations } from '../joint/designation-row.ts'
import type { DesignationRow } from '../joint/designation-row.ts'
import { bodiesOf, JOINT_ORDERS, listJoints } from '../joint/joint-row.ts'
import type { BodyRow, JointRow } from '../joint/joint-row.ts'
import { findSheet, sheetLines } from '../joint/sheet.ts'
import type { SheetLine, SheetName } from '../joint/sheet.ts'
import { day, define, id, list, moment, number, text, whole, year } from './define-table.ts'
import type { ExportTable } from './define-table.ts'
import { nameIn } from './name-in.ts'

type JointLine = JointRow & { title?: string }
const sheetFilter = z.object({
  jointId: id,
  level: z.enum(MARKING_LEVELS).optional(),
  bodyId: id,
})
const nameOf = ({ jointId, level, bodyId }: z.infer<typeof sheetFilter>): SheetName | null =>
  jointId === undefined || level === undefined || bodyId === undefined
    ? null
    : { jointId, level, bodyId }
const sheetOf = (context: RequestContext, filter: z.infer<typeof sheetFilter>) => {
  const name = nameOf(filter)
  return name === null ? null : findSheet(context, name)
}

/** The joint assessment on three levels: all of them, who marks and how far, a sheet of marks, and what is designated. */
export const jointTables = {
  'joint-assessments': define<JointLine>()({
    operation: 'jointAssessments',
    filter: z.object({
      programmeYear: year,
      kind: z.enum(ASSESSED_KINDS).optional(),
      states: list(JOINT_STATES),
      search: z.string().max(200).optional(),
      order: z.enum(JOINT_ORDERS).optional(),
    }),
    columns: ({ text: say }) => [
      { head: say('export.scheme'), width: 40, cell: ({ title }) => text(title) },
      { head: say('export.programmeYear'), cell: (row) => number(row.programmeYear) },
      { head: say('export.state'), cell: ({ state }) => text(say(`words.joint_${state}`)) },
      { head: say('export.dueOn'), width: 14, isDay: true, cell: ({ dueOn }) => day(dueOn) },
      { head: say('export.openedBy'), cell: ({ openedByName }) => text(openedByName) },
      { head: say('export.openedAt'), width: 20, cell: ({ openedAt }) => moment(openedAt) },
      { head: say('export.closedAt'), width: 20, cell: ({ closedAt }) => moment(closedAt) },
    ],
    prepare: async (context, row) => {
      row.title = (await schemeById(context, row.schemeId))?.title ?? ''
    },
    page: (context, { order, ...filter }, after) =>
      listJoints(context, { first: 100, after, order }, filter),
  }),
  'joint-bodies': define<BodyRow>()({
    operation: 'jointAssessment',
    filter: z.object({
      jointId: id,
      level: z.enum(MARKING_LEVELS).optional(),
      state: z.enum(JOINT_BODY_STATES).optional(),
    }),
    columns: ({ text: say }) => [
      { head: say('export.markedBy'), width: 30, cell: ({ bodyName }) => text(bodyName) },
      { head: say('export.level'), cell: ({ level }) => text(say(`words.marking_${level}`)) },
      { head: say('export.marksGiven'), cell: ({ given }) => number(given) },
      { head: say('export.marksWanted'), cell: ({ wanted }) => number(wanted) },
      { head: say('export.state'), cell: ({ state }) => text(say(`words.joint_body_${state}`)) },
      { head: say('export.deliveredBy'), cell: (row) => text(row.deliveredByName) },
      { head: say('export.deliveredAt'), width: 20, cell: (row) => moment(row.deliveredAt) },
      { head: say('export.reason'), width: 40, cell: (row) => text(row.leftOutReason) },
    ],
    page: async (context, { jointId, level, state }) => {
      if (jointId === undefined) return whole([])
      const bodies = (await bodiesOf(context, [jointId])).get(jointId) ?? []
      return whole(
        bodies.filter(
          (body) =>
            (level === undefined || body.level === level) &&
            (state === undefined || body.state === state),
        ),
      )
    },
  }),
  'joint-sheet': define<SheetLine>()({
    operation: 'jointSheet',
    filter: sheetFilter,
    columns: async (context, filter) => {
      const indicators = (await sheetOf(context, filter))?.indicators ?? []
      return [
        {
          head: context.text('export.organisation'),
          width: 36,
          cell: ({ organisationName }) => text(organisationName),
        },
        ...indicators.map(({ code, name, weight }) => ({
          head: `${nameIn[context.locale](name)} (${weight})`,
          width: 20,
          cell: ({ marks }: SheetLine) =>
            number(marks.find(({ indicatorCode }) => indicatorCode === code)?.points),
        })),
      ]
    },
    // A sheet that is not the reader's is as if it were not there.
    page: async (context, filter, after) => {
      const sheet = await sheetOf(context, filter)
      return sheet === null ? whole([]) : sheetLines(context, { first: 100, after }, sheet)
    },
  }),
  designations: define<DesignationRow>()({
    operation: 'designations',
    filter: z.object({
      jointId: id,
      states: list(DESIGNATION_STATES),
      search: z.string().max(200).optional(),
    }),
    columns: ({ text: say, locale }) => [
      { head: say('export.branch'), width: 36, cell: ({ name }) => text(name) },
      { head: say('export.agency'), width: 30, cell: ({ agencyName }) => text(agencyName) },
      { head: say('export.signedRecords'), cell: ({ accepted }) => number(accepted) },
      { head: say('export.activeMonths'), cell: ({ months }) => number(months) },
      { head: say('export.areasCovered'), cell: ({ areas }) => number(areas) },
      { head: say('export.submitted'), cell: ({ waiting }) => number(waiting) },
      { head: say('export.state'), cell: ({ state }) => text(say(`words.designation_${state}`)) },
      {
        head: say('export.missing'),
        width: 40,
        cell: ({ missing }) =>
          text(
            joinedClauses(
              locale,
              missing.map(({ what, has, needs }) =>
                say(`words.short_${what}`, { has: has ?? 0, needs: needs ?? 0 }),
              ),
            ),
          ),
      },
      { head: say('export.number'), cell: ({ archiveNumber }) => text(archiveNumber) },
      { head: say('export.decidedBy'), cell: ({ decidedByName }) => text(decidedByName) },
      { head: say('export.decidedOn'), width: 20, cell: ({ decidedAt }) => moment(decidedAt) },
      { head: say('export.reason'), width: 40, cell: ({ reason }) => text(reason) },
    ],
    page: async (context, { jointId, ...filter }, after) =>
      jointId === undefined
        ? whole([])
        : listDesignations(context, { first: 100, after }, { ...filter, jointId }),
  }),
} satisfies Record<string, ExportTable>
