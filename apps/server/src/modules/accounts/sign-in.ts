import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import type { RequestContext } from '../../platform/context.ts'
import { SignInFailed } from '../../platform/failures.ts'
import { countTry, limitsOf } from '../../platform/limits.ts'
import { firstRowOf } from '../../platform/statement.ts'
import { verifyPassword } from './password-rules.ts'
import { openSession, viewerOfSession } from './sessions.ts'
import type { Found } from './sessions.ts'

/** Signs in with account and password, sets the session cookie, and gives who is now here. */
export async function signIn(
  context: RequestContext,
  input: { account: string; password: string },
): Promise<Found> {
  const { database, client } = context
  const account = input.account.trim().toLowerCase().slice(0, 100)
  const limits = limitsOf(database)
  const key = `${account}:${client.ip}`
  await countTry(limits.signInByAddress, client.ip)
  await countTry(limits.signInByAccountAndAddress, key)

  const user = await firstRowOf<{
    id: string
    cityCode: string
    name: string
    passwordHash: string
    disabled: boolean
  }>(
    database.pool,
    sql`SELECT id, city_code AS "cityCode", name, password_hash AS "passwordHash", disabled_at IS NOT NULL AS disabled FROM user_account WHERE account = ${account}`,
  )
  const right = await verifyPassword(user?.passwordHash ?? null, input.password)
  if (!right || user === null || user.disabled) {
    if (user !== null) {
      await appendAudit(database.pool, context, {
        action: 'account.signInFailed',
        subjectKind: 'account',
        subjectId: user.id,
        actor: { id: null, name: account },
      })
    }
    throw new SignInFailed()
  }
  await limits.signInByAccountAndAddress.delete(key)
  // A whole office can share one address: only failures count against it.
  await limits.signInByAddress.reward(client.ip)
  const token = await openSession(
    database,
    { userId: user.id, cityCode: user.cityCode },
    client.userAgent,
  )
  await appendAudit(database.pool, context, {
    action: 'account.signIn',
    subjectKind: 'account',
    subjectId: user.id,
    actor: { id: user.id, name: user.name },
  })
  context.setSessionCookie(token)
  const found = await viewerOfSession(database, token)
  if (found === null) throw new SignInFailed()
  return found
}
