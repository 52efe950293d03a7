import { SAVED_VIEW_ROUTES } from '@gongjian/domain/saved-view'
import { z } from 'zod'
import { listSavedViews, SAVED_VIEW_ORDERS } from '../saved-views/saved-view-row.ts'
import type { SavedViewRow } from '../saved-views/saved-view-row.ts'
import { define, flag, moment, text } from './define-table.ts'

/** The views in sight: what each is called, whose it is and who finds it. */
export const savedViewTable = define<SavedViewRow>()({
  operation: 'savedViews',
  filter: z.object({
    route: z.enum(SAVED_VIEW_ROUTES).optional(),
    mine: flag,
    search: z.string().max(200).optional(),
    order: z.enum(SAVED_VIEW_ORDERS).optional(),
  }),
  columns: ({ text: say }) => [
    { head: say('export.name'), width: 36, cell: ({ name }) => text(name) },
    { head: say('export.page'), cell: ({ route }) => text(say(`words.view_${route}`)) },
    { head: say('export.sharing'), cell: ({ sharing }) => text(say(`words.sharing_${sharing}`)) },
    { head: say('export.owner'), cell: ({ ownerName }) => text(ownerName) },
    { head: say('export.organisation'), width: 30, cell: (row) => text(row.organisation.name) },
    { head: say('export.savedAt'), width: 20, cell: ({ updatedAt }) => moment(updatedAt) },
  ],
  page: (context, { order, ...filter }, after) =>
    listSavedViews(context, { first: 100, after, order }, filter),
})
