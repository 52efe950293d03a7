import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '@gongjian/database'
import type { Database } from '@gongjian/database'
import { createTestDatabase, testHouseholdKeys } from '@gongjian/database/testing'
import type { Locale } from '@gongjian/domain/vocabulary'
import { execute, parse, validate } from 'graphql'
import type { ExecutionResult } from 'graphql'
import { pino } from 'pino'
import sql from 'sql-template-tag'
import { hashOf, openSession, viewerOfSession } from '../modules/accounts/sessions.ts'
import { readConfig } from '../platform/config.ts'
import { cityTime } from '../platform/context.ts'
import type { RequestContext } from '../platform/context.ts'
import { textIn } from '../platform/messages.ts'
import { firstRowOf, rowsOf } from '../platform/statement.ts'
import { schema } from '../schema.ts'

/** Somebody who is signed in. */
export type Actor = {
  userId: string
  organisationPath: string
  /** Asks the API; throws where it answers with errors that are no typed failures. */
  ask(document: string, variables?: Record<string, unknown>): Promise<Record<string, unknown>>
  /** As `ask`, but gives the whole answer, errors included. */
  answer(document: string, variables?: Record<string, unknown>): Promise<ExecutionResult>
  context(): Promise<RequestContext>
}

export type TestCity = {
  database: Database
  filesDir: string
  /** Signs in as the account, in the role of that number where it holds several. */
  as(account: string, options?: { role?: string; locale?: Locale }): Promise<Actor>
  /** The statements that went to the database since the last call, all on one line each. */
  statements(): string[]
  /** The same with the values that were sent with them. */
  calls(): { text: string; values: unknown[] }[]
  close(): Promise<void>
}

/** A city of one's own on a real PostgreSQL, asked through the API's schema. */
export async function openTestCity(from: 'empty' | 'harbin' = 'harbin'): Promise<TestCity> {
  const { url, drop } = await createTestDatabase({ from })
  const database = await openDatabase(url, { max: 8 })
  const filesDir = await mkdtemp(join(tmpdir(), 'gongjian-files-'))
  let sent: { text: string; values: unknown[] }[] = []
  const taken = () => {
    const all = sent
    sent = []
    return all
  }
  const query = database.pool.query.bind(database.pool)
  Object.assign(database.pool, {
    query: (statement: { text: string; values?: unknown[] } | string, values?: unknown[]) => {
      const text = typeof statement === 'string' ? statement : statement.text
      const sentWith = typeof statement === 'string' ? values : statement.values
      sent.push({ text: text.replaceAll(/\s+/g, ' ').trim(), values: sentWith ?? [] })
      return query(statement, values)
    },
  })

  async function as(
    account: string,
    { role, locale = 'zh-CN' }: { role?: string; locale?: Locale } = {},
  ): Promise<Actor> {
    const user = await firstRowOf<{ userId: string; cityCode: string }>(
      database.pool,
      sql`SELECT id AS "userId", city_code AS "cityCode" FROM user_account WHERE account = ${account}`,
    )
    if (user === null) throw new Error(`no account ${account}`)
    // Only the accounts of the tour have a password of their own from the start.
    await rowsOf(
      database.pool,
      sql`UPDATE user_account SET must_change_password = false WHERE id = ${user.userId}::uuid`,
    )
    const token = await openSession(database, user, 'test')
    if (role !== undefined) {
      await rowsOf(
        database.pool,
        sql`UPDATE session SET active_assignment_id = (SELECT id FROM role_assignment WHERE city_code = ${user.cityCode} AND user_id = ${user.userId}::uuid AND role::text = ${role} LIMIT 1) WHERE token_hash = ${hashOf(token)}`,
      )
    }
    const found = await viewerOfSession(database, token)
    if (found === null) throw new Error(`${account} could not sign in`)
    const context = async (): Promise<RequestContext> => ({
      database,
      config: {
        ...readConfig({}),
        filesDir,
        householdKeys: { text: testHouseholdKeys },
        signingKey: 'of the test',
      },
      log: pino({ level: 'silent' }),
      requestId: 'test',
      client: { ip: '127.0.0.1', userAgent: 'test' },
      locale,
      text: textIn(locale),
      city: found.city,
      viewer: found.viewer,
      ...cityTime(found.city),
      loaders: new Map(),
      setSessionCookie: () => undefined,
      clearSessionCookie: () => undefined,
    })
    const answer = async (
      document: string,
      variables: Record<string, unknown> = {},
    ): Promise<ExecutionResult> => {
      const parsed = parse(document)
      const mistakes = validate(schema, parsed)
      if (mistakes.length > 0) return { errors: mistakes }
      return execute({
        schema,
        document: parsed,
        variableValues: variables,
        contextValue: await context(),
      })
    }
    return {
      userId: user.userId,
      organisationPath: found.viewer.assignment?.path ?? '',
      context,
      answer,
      ask: async (document, variables) => {
        const { data, errors } = await answer(document, variables)
        const [first] = errors ?? []
        if (first !== undefined) throw first.originalError ?? first
        return { ...data }
      },
    }
  }

  return {
    database,
    filesDir,
    as,
    statements: () => taken().map(({ text }) => text),
    calls: () => taken(),
    close: async () => {
      await database.close()
      await drop()
      await rm(filesDir, { recursive: true, force: true })
    },
  }
}
