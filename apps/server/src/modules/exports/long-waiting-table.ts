import { z } from 'zod'
import { longWaiting } from '../notifications/long-waiting.ts'
import type { LongWaitingRow } from '../notifications/long-waiting.ts'
import { define, id, number, text, whole } from './define-table.ts'

/** With whom records have waited for so long that the committee sees it. */
export const longWaitingTable = define<LongWaitingRow>()({
  operation: 'longWaiting',
  filter: z.object({ organisationId: id, zoneId: id }),
  columns: ({ text: say }) => [
    { head: say('export.code'), cell: ({ organisation }) => text(organisation.code) },
    { head: say('export.organisation'), width: 36, cell: (row) => text(row.organisation.name) },
    { head: say('export.submitted'), cell: ({ records }) => number(records) },
    { head: say('export.oldestDays'), cell: ({ oldestDays }) => number(oldestDays) },
    { head: say('export.officerTold'), cell: ({ officerTold }) => number(officerTold) },
    { head: say('export.aboveTold'), cell: ({ aboveTold }) => number(aboveTold) },
  ],
  page: async (context, filter) => whole(await longWaiting(context, filter)),
})
