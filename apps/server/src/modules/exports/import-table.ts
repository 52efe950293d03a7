import { IMPORT_STATES } from '@gongjian/domain/import-states'
import { z } from 'zod'
import { listImports } from '../imports/list-imports.ts'
import type { ImportRecord } from '../imports/own-import.ts'
import { define, list, moment, number, text } from './define-table.ts'

/** The reader's own imports. */
export const importTable = define<ImportRecord>()({
  operation: 'readImports',
  filter: z.object({ states: list(IMPORT_STATES) }),
  columns: ({ text: say }) => [
    { head: say('export.fileName'), width: 40, cell: ({ fileName }) => text(fileName) },
    { head: say('export.state'), cell: ({ state }) => text(say(`words.import_${state}`)) },
    { head: say('export.goodRows'), cell: ({ goodRows }) => number(goodRows) },
    { head: say('export.badRows'), cell: ({ badRows }) => number(badRows) },
    { head: say('export.duplicateRows'), cell: ({ duplicateRows }) => number(duplicateRows) },
    { head: say('export.similarRows'), cell: ({ similarRows }) => number(similarRows) },
    { head: say('export.keptRows'), cell: ({ keptRows }) => number(keptRows) },
    { head: say('export.occurredAt'), width: 20, cell: ({ createdAt }) => moment(createdAt) },
  ],
  page: (context, filter, after) => listImports(context, { first: 100, after }, filter),
})
