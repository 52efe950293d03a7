import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '@gongjian/database'
import type { Database } from '@gongjian/database'
import { createTestDatabase, testHouseholdKeys } from '@gongjian/database/testing'
import type { FastifyInstance } from 'fastify'
import type { DestinationStream } from 'pino'
import sql from 'sql-template-tag'
import { z } from 'zod'
import { createApp } from '../app.ts'
import { openSession, SESSION_COOKIE } from '../modules/accounts/sessions.ts'
import { readConfig } from '../platform/config.ts'
import type { Config } from '../platform/config.ts'
import { firstRowOf } from '../platform/statement.ts'

const answerShape = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        extensions: z.looseObject({ code: z.string() }),
      }),
    )
    .optional(),
})
type Answer = z.infer<typeof answerShape> & { status: number; cookie: string | null }

export type AppUnderTest = {
  app: FastifyInstance
  database: Database
  url: string
  filesDir: string
  /** Asks over HTTP as the account (by a fresh session), or as nobody. */
  ask(
    account: string | null,
    query: string,
    variables?: Record<string, unknown>,
    headers?: Record<string, string>,
  ): Promise<Answer>
  /** Posts any body to the API as it is. */
  post(body: string, headers?: Record<string, string>): Promise<Answer>
  /** The header that signs somebody in: a fresh session, or one in the role that is named. */
  cookieOf(account: string, role?: string): Promise<string>
  close(): Promise<void>
}

/** The whole product over HTTP on a city of its own. */
export async function openApp({
  from = 'harbin',
  logTo,
  ...settings
}: {
  from?: 'empty' | 'harbin'
  logTo?: DestinationStream
} & Partial<Config> = {}): Promise<AppUnderTest> {
  const { url, drop } = await createTestDatabase({ from })
  const filesDir = await mkdtemp(join(tmpdir(), 'gongjian-files-'))
  const config: Config = {
    ...readConfig({}),
    logLevel: 'silent',
    filesDir,
    householdKeys: { text: testHouseholdKeys },
    signingKey: 'of the test',
    sweepEverySeconds: 0,
    deliverEverySeconds: 0,
    ...settings,
  }
  const app = await createApp({ url, config, ...(logTo === undefined ? {} : { logTo }) })
  const database = await openDatabase(url, { max: 4 })

  async function post(body: string, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    })
    const [cookie] = [response.headers['set-cookie']].flat()
    const answer = answerShape.parse(response.json())
    return { ...answer, status: response.statusCode, cookie: cookie ?? null }
  }

  async function cookieOf(account: string, role?: string): Promise<string> {
    const user = await firstRowOf<{ userId: string; cityCode: string }>(
      database.pool,
      sql`SELECT id AS "userId", city_code AS "cityCode" FROM user_account WHERE account = ${account}`,
    )
    if (user === null) throw new Error(`no account ${account}`)
    const secret = await openSession(database, user, 'test')
    if (role !== undefined) {
      await database.pool.query(
        `UPDATE session SET active_assignment_id = (SELECT id FROM role_assignment WHERE user_id = $1 AND role = $2::role LIMIT 1) WHERE user_id = $1`,
        [user.userId, role],
      )
    }
    return `${SESSION_COOKIE}=${secret}`
  }

  return {
    app,
    database,
    url,
    filesDir,
    post,
    cookieOf,
    ask: async (account, query, variables = {}, headers = {}) =>
      post(JSON.stringify({ query, variables }), {
        ...(account === null ? {} : { cookie: await cookieOf(account) }),
        ...headers,
      }),
    close: async () => {
      await app.close()
      await database.close()
      await drop()
      await rm(filesDir, { recursive: true, force: true })
    },
  }
}
