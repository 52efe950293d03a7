import { joinedClauses } from '@gongjian/domain/joined'
import { GRADES } from '@gongjian/domain/scheme-content'
import { z } from 'zod'
import { listScores, SCORE_ORDERS } from '../assessment/score-row.ts'
import type { ScoreRow } from '../assessment/score-row.ts'
import { define, id, list, number, text, whole } from './define-table.ts'

/** The scores of a run with the filters of their page. */
export const assessmentTable = define<ScoreRow>()({
  operation: 'assessmentScores',
  filter: z.object({
    runId: id,
    organisationId: id,
    grades: list(GRADES),
    search: z.string().max(200).optional(),
    order: z.enum(SCORE_ORDERS).optional(),
  }),
  columns: ({ text: say, locale }) => [
    { head: say('export.rank'), width: 8, cell: ({ rank }) => number(rank) },
    { head: say('export.code'), width: 16, cell: ({ organisation }) => text(organisation.code) },
    { head: say('export.organisation'), width: 36, cell: (row) => text(row.organisationName) },
    { head: say('export.score'), width: 10, cell: ({ total }) => number(total) },
    {
      head: say('export.grade'),
      width: 10,
      cell: ({ grade }) => text(say(`words.grade_${grade}`)),
    },
    {
      head: say('export.scoreParts'),
      width: 80,
      cell: ({ parts }) =>
        text(
          joinedClauses(
            locale,
            parts.map(({ code, points }) => `${code} ${points}`),
          ),
        ),
    },
  ],
  // Without a run there are no scores.
  page: async (context, { order, runId, ...filter }, after) =>
    runId === undefined
      ? whole([])
      : listScores(context, { first: 100, after, order: order ?? 'RANK' }, { ...filter, runId }),
})
