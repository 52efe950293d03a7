import {
  ALWAYS_SHOWN,
  DEFAULT_CHOICE,
  parseEmailAddress,
} from '@gongjian/domain/notification-choice'
import type { NotificationChoice } from '@gongjian/domain/notification-choice'
import type { NotificationKind } from '@gongjian/domain/vocabulary'
import sql from 'sql-template-tag'
import { signedInViewer } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { InvalidInput } from '../../platform/failures.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'

/** The columns of a choice (alias c), as its type names them. */
export const choiceColumns = sql`c.hidden_kinds::text[] AS "hiddenKinds", c.email_kinds::text[] AS "emailKinds", c.email_address AS "emailAddress", c.digest, c.daily_hour AS "dailyHour", c.quiet_from AS "quietFrom", c.quiet_to AS "quietTo"`

/** What the reader wants to be told of, where and when. */
export async function choiceOf(context: RequestContext): Promise<NotificationChoice> {
  const row = await firstRowOf<NotificationChoice>(
    context.database.pool,
    sql`SELECT ${choiceColumns} FROM notification_choice c WHERE c.city_code = ${context.city.code} AND c.user_id = ${signedInViewer(context).userId}::uuid`,
  )
  return row ?? DEFAULT_CHOICE
}

export type ChoiceInput = Omit<NotificationChoice, 'emailAddress'> & {
  emailAddress?: string | null | undefined
}
const isHour = (hour: number | null) => hour === null || (hour >= 0 && hour <= 23)

/** Keeps the choice. Sends nothing of what came about before an address was given. Throws InvalidInput. */
export async function saveChoice(
  context: RequestContext,
  input: ChoiceInput,
): Promise<NotificationChoice> {
  const typed = (input.emailAddress ?? '').trim()
  const emailAddress = typed === '' ? null : parseEmailAddress(typed)
  const wantsEmail = input.emailKinds.length > 0
  const problems = [
    ...(typed !== '' && emailAddress === null
      ? [{ path: 'emailAddress', code: 'EMAIL_SHAPE' }]
      : []),
    ...(typed === '' && wantsEmail ? [{ path: 'emailAddress', code: 'REQUIRED' }] : []),
    ...(['dailyHour', 'quietFrom', 'quietTo'] as const).flatMap((path) =>
      isHour(input[path]) ? [] : [{ path, code: 'HOUR_RANGE' }],
    ),
    ...((input.quietFrom === null) === (input.quietTo === null)
      ? []
      : [{ path: input.quietFrom === null ? 'quietFrom' : 'quietTo', code: 'REQUIRED' }]),
    ...(input.hiddenKinds.some((kind) => ALWAYS_SHOWN.includes(kind))
      ? [{ path: 'hiddenKinds', code: 'ALWAYS_SHOWN' }]
      : []),
  ]
  if (problems.length > 0) throw new InvalidInput(problems)
  const unique = (kinds: readonly NotificationKind[]) => [...new Set(kinds)]
  const { now, city } = context
  await rowsOf(
    context.database.pool,
    sql`INSERT INTO notification_choice (city_code, user_id, hidden_kinds, email_kinds, email_address, email_since, digest, daily_hour, quiet_from, quiet_to)
        VALUES (${city.code}, ${signedInViewer(context).userId}::uuid, ${unique(input.hiddenKinds)}::notification_kind[], ${unique(input.emailKinds)}::notification_kind[], ${emailAddress}, ${now}, ${input.digest}::digest, ${input.dailyHour}, ${input.quietFrom}, ${input.quietTo})
        ON CONFLICT (city_code, user_id) DO UPDATE SET hidden_kinds = excluded.hidden_kinds, email_kinds = excluded.email_kinds, email_address = excluded.email_address,
          email_since = CASE WHEN notification_choice.email_address IS NOT DISTINCT FROM excluded.email_address AND excluded.email_kinds <@ notification_choice.email_kinds THEN notification_choice.email_since ELSE excluded.email_since END,
          digest = excluded.digest, daily_hour = excluded.daily_hour, quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to`,
  )
  return choiceOf(context)
}
