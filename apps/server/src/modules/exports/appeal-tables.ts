import { APPEAL_STATES } from '@gongjian/domain/appeal-actions'
import { joinedClauses } from '@gongjian/domain/joined'
import { z } from 'zod'
import { APPEAL_ORDERS, listAppeals } from '../appeals/appeal-row.ts'
import type { AppealRow } from '../appeals/appeal-row.ts'
import { listChanges } from '../assessment/run-changes.ts'
import type { ChangeRow } from '../assessment/run-changes.ts'
import { listMoves, MOVE_ORDERS, MOVED_IN } from '../assessment/run-moves.ts'
import type { MoveRow } from '../assessment/run-moves.ts'
import { define, id, list, moment, number, text, whole, year } from './define-table.ts'
import { nameIn } from './name-in.ts'

const search = z.string().max(200).optional()

/** Appeals, who moved after them, and whose inputs changed since a run, with the filters of their pages. */
export const appealTables = {
  appeals: define<AppealRow>()({
    operation: 'appeals',
    filter: z.object({
      jointId: id,
      programmeYear: year,
      states: list(APPEAL_STATES),
      search,
      order: z.enum(APPEAL_ORDERS).optional(),
    }),
    columns: ({ text: say, locale }) => [
      {
        head: say('export.organisation'),
        width: 36,
        cell: ({ organisationName }) => text(organisationName),
      },
      {
        head: say('export.appealPart'),
        width: 20,
        cell: ({ indicator }) =>
          text(indicator ? nameIn[locale](indicator.name) : say('export.wholeScore')),
      },
      { head: say('export.score'), cell: ({ points }) => number(points) },
      { head: say('export.state'), cell: ({ state }) => text(say(`words.appeal_${state}`)) },
      { head: say('export.reason'), width: 60, cell: ({ reason }) => text(reason) },
      { head: say('export.appealFiles'), cell: ({ fileCount }) => number(String(fileCount)) },
      { head: say('export.filedBy'), cell: ({ filedByName }) => text(filedByName) },
      { head: say('export.filedAt'), width: 22, cell: ({ filedAt }) => moment(filedAt) },
      { head: say('export.answer'), width: 60, cell: ({ answerWords }) => text(answerWords) },
      { head: say('export.correction'), width: 40, cell: ({ correction }) => text(correction) },
      { head: say('export.answeredBy'), cell: (row) => text(row.answeredByName) },
      { head: say('export.answeredAt'), width: 22, cell: ({ answeredAt }) => moment(answeredAt) },
    ],
    page: (context, { order, ...filter }, after) =>
      listAppeals(context, { first: 100, after, order: order ?? 'NEWEST' }, filter),
  }),
  'assessment-moves': define<MoveRow>()({
    operation: 'assessmentMoves',
    filter: z.object({
      runId: id,
      movedIn: z.enum(MOVED_IN).optional(),
      search,
      order: z.enum(MOVE_ORDERS).optional(),
    }),
    columns: ({ text: say, locale }) => [
      { head: say('export.organisation'), width: 36, cell: (row) => text(row.organisationName) },
      { head: say('export.scoreBefore'), cell: ({ totalBefore }) => number(totalBefore) },
      { head: say('export.score'), cell: ({ total }) => number(total) },
      { head: say('export.rankBefore'), cell: ({ rankBefore }) => number(rankBefore) },
      { head: say('export.rank'), cell: ({ rank }) => number(rank) },
      {
        head: say('export.gradeBefore'),
        cell: ({ gradeBefore }) =>
          text(gradeBefore === null ? null : say(`words.grade_${gradeBefore}`)),
      },
      { head: say('export.grade'), cell: ({ grade }) => text(say(`words.grade_${grade}`)) },
      {
        head: say('export.movedParts'),
        width: 60,
        cell: ({ parts }) =>
          text(
            joinedClauses(
              locale,
              parts.map(
                ({ indicator, before, after }) =>
                  `${nameIn[locale](indicator.name)} ${before} → ${after}`,
              ),
            ),
          ),
      },
    ],
    page: async (context, { runId, order, ...filter }, after) =>
      runId === undefined
        ? whole([])
        : listMoves(context, { first: 100, after, order: order ?? 'CHANGE' }, { ...filter, runId }),
  }),
  'assessment-changes': define<ChangeRow>()({
    operation: 'assessmentChanges',
    filter: z.object({ runId: id, search }),
    columns: ({ text: say, locale }) => [
      { head: say('export.organisation'), width: 36, cell: (row) => text(row.organisationName) },
      { head: say('export.change'), cell: ({ kind }) => text(say(`words.change_${kind}`)) },
      {
        head: say('export.marksChanged'),
        cell: ({ marksChanged }) => text(marksChanged ? '✓' : null),
      },
      {
        head: say('export.numbersChanged'),
        width: 80,
        cell: ({ numbers }) =>
          text(
            joinedClauses(
              locale,
              numbers.map((one) => `${one.number} ${one.frozen} → ${one.now}`),
            ),
          ),
      },
    ],
    page: async (context, { runId, search: words }, after) =>
      runId === undefined
        ? whole([])
        : listChanges(context, { first: 100, after }, { runId, search: words }),
  }),
} as const
