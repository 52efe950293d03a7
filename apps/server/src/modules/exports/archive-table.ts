import { archiveNumber, listArchives } from '../archives/archive-row.ts'
import type { ArchiveRow } from '../archives/archive-row.ts'
import { define, id, moment, number, text, year } from './define-table.ts'
import { z } from 'zod'

/** The archives with the filters of their page. */
export const archiveTable = define<ArchiveRow>()({
  operation: 'archives',
  filter: z.object({ programmeYear: year, organisationId: id }),
  columns: (context) => {
    const { text: say } = context
    return [
      {
        head: say('archive.numberLabel'),
        width: 24,
        cell: (row) => text(archiveNumber(context, row)),
      },
      { head: say('export.organisation'), width: 36, cell: (row) => text(row.organisation.name) },
      { head: say('archive.year'), cell: ({ programmeYear }) => number(programmeYear) },
      { head: say('archive.format'), cell: ({ format }) => text(format) },
      { head: say('export.state'), cell: ({ state }) => text(say(`archive.state_${state}`)) },
      { head: say('export.countersigned'), cell: (row) => number(row.signedRecords) },
      { head: say('export.records'), cell: ({ totalRecords }) => number(totalRecords) },
      { head: say('archive.madeBy'), cell: ({ madeByName }) => text(madeByName) },
      { head: say('archive.madeAt'), width: 22, cell: ({ madeAt }) => moment(madeAt) },
      { head: say('archive.code'), width: 18, cell: ({ code }) => text(code) },
      { head: say('archive.hash'), width: 68, cell: ({ contentHash }) => text(contentHash) },
    ]
  },
  page: (context, filter, after) => listArchives(context, { first: 100, after }, filter),
})
