import { builder } from '../../platform/schema-builder.ts'
import type { TakenRow } from './takings.ts'

export const Taken = builder.objectRef<TakenRow>('Taken').implement({
  description: '处理中: who has a record open to sign or to write it.',
  fields: (t) => ({
    byName: t.string({ resolve: ({ takenByName }) => takenByName }),
    mine: t.boolean({
      resolve: ({ takenById }, _args, { viewer }) => takenById === viewer?.userId,
    }),
    until: t.expose('until', { type: 'DateTime' }),
  }),
})
