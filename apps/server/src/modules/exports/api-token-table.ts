import { joinedNames } from '@gongjian/domain/joined'
import { z } from 'zod'
import { listApiTokens } from '../accounts/api-tokens.graphql.ts'
import type { TokenRow } from '../accounts/api-tokens.graphql.ts'
import { define, moment, text, whole } from './define-table.ts'

/** Who else signs in, as whom and until when; never what with. */
export const apiTokenTable = define<TokenRow>()({
  operation: 'apiTokens',
  filter: z.object({}),
  columns: ({ text: say, locale }) => [
    { head: say('export.name'), width: 24, cell: ({ name }) => text(name) },
    {
      head: say('export.role'),
      width: 20,
      cell: ({ assignment }) => text(say(`words.role_${assignment.role}`)),
    },
    { head: say('export.organisation'), width: 30, cell: (row) => text(row.organisationName) },
    {
      head: say('export.scopes'),
      cell: ({ scopes }) =>
        text(
          joinedNames(
            locale,
            scopes.map((scope) => say(`words.scope_${scope}`)),
          ),
        ),
    },
    { head: say('export.createdAt'), width: 20, cell: ({ createdAt }) => moment(createdAt) },
    { head: say('export.expiresAt'), width: 20, cell: ({ expiresAt }) => moment(expiresAt) },
    { head: say('export.lastUsedAt'), width: 20, cell: ({ lastUsedAt }) => moment(lastUsedAt) },
    { head: say('export.disabledAt'), width: 20, cell: ({ revokedAt }) => moment(revokedAt) },
  ],
  page: async (context) => whole(await listApiTokens(context)),
})
