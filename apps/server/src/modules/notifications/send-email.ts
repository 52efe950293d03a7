import { LOCALES } from '@gongjian/domain/vocabulary'
import type pg from 'pg'
import sql from 'sql-template-tag'
import type { City } from '../../platform/context.ts'
import { NotSent } from '../../platform/mail.ts'
import type { Mailer } from '../../platform/mail.ts'
import { textIn } from '../../platform/messages.ts'
import { firstRowOf } from '../../platform/statement.ts'
import { emailOf } from './message-text.ts'
import type { Delivery } from './deliver.ts'

/** Sends one gathered e-mail to where its reader wants it by now, in their language. Throws NotSent. */
export async function sendEmail(
  pool: pg.Pool,
  city: City,
  mailer: Mailer | null,
  publicUrl: string | null,
  { id, userId, counts }: Delivery,
): Promise<void> {
  const reader = await firstRowOf<{ address: string | null; locale: string | null }>(
    pool,
    sql`SELECT c.email_address AS address, u.locale FROM user_account u JOIN notification_choice c ON c.city_code = ${city.code} AND c.user_id = u.id WHERE u.id = ${userId}::uuid AND u.disabled_at IS NULL`,
  )
  // The mail server was taken out of the settings since: it may come back.
  if (mailer === null) throw new NotSent('NOT_REACHED')
  if (!reader?.address) throw new NotSent('NOBODY_THERE')
  const text = textIn(LOCALES.find((one) => one === reader.locale) ?? 'zh-CN')
  // The id is the same at every try: whoever gets a message twice can see that it is one.
  await mailer.send({ id, to: reader.address, ...emailOf(counts, publicUrl, text) })
}
