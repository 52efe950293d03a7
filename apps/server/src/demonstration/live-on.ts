import { openDatabase } from '@gongjian/database'
import type { Database } from '@gongjian/database'
import { pino } from 'pino'
import sql from 'sql-template-tag'
import { answerAppeal } from '../modules/appeals/answer-appeal.ts'
import type { AnswerAppealInput } from '../modules/appeals/answer-appeal.ts'
import { fileAppeal } from '../modules/appeals/file-appeal.ts'
import { hashOf, openSession, viewerOfSession } from '../modules/accounts/sessions.ts'
import { runJobsDone, startRunJob } from '../modules/assessment/run-jobs.ts'
import { runById } from '../modules/assessment/run-row.ts'
import { schemeById } from '../modules/assessment/scheme-row.ts'
import { scoreRun } from '../modules/assessment/score-run.ts'
import { rerunJoint } from '../modules/joint/move-result.ts'
import { confirmHandOver, handOverPosition } from '../modules/positions/hand-over-position.ts'
import { endDeputation, nameDeputy } from '../modules/positions/name-deputy.ts'
import { readConfig } from '../platform/config.ts'
import { cityTime } from '../platform/context.ts'
import type { City, RequestContext } from '../platform/context.ts'
import { textIn } from '../platform/messages.ts'
import { rowsOf } from '../platform/statement.ts'

/** Somebody does something at a moment of the city's time. */
type Act = { account: string; at: string }

/** What the people of the demonstration city did that only the product itself can do rightly, each at its time. */
export type DemoDeeds = {
  leave: {
    named: Act
    ended: Act
    input: Parameters<typeof nameDeputy>[1]
  }
  handOver: {
    given: Act
    taken: Act
    input: Parameters<typeof handOverPosition>[1]
  }
  /** Runs that were begun, and when they were computed. */
  runs: readonly { id: string; at: string }[]
  appeals: readonly {
    filed: Act
    answered: Act
    input: Parameters<typeof fileAppeal>[1]
    answer: Pick<AnswerAppealInput, 'answer' | 'words' | 'correction' | 'mark'>
  }[]
  rerun: Act & { input: Parameters<typeof rerunJoint>[1] }
}

/**
 * Lives the demonstration year to its end, in the order of time, through the product's own operations: so frozen inputs,
 * scores, notices and the audit trail are what the product makes of them. For a database into which the city was just
 * loaded; throws where an operation refuses.
 */
export async function liveOn(
  url: string,
  { leave, handOver, runs, appeals, rerun }: DemoDeeds,
): Promise<void> {
  const database = await openDatabase(url, { max: 4 })
  try {
    await nameDeputy(await acting(database, leave.named), leave.input)
    await endDeputation(await acting(database, leave.ended), leave.input.id)
    for (const run of runs) await compute(database, await acting(database, rerun), run)
    for (const { filed, answered, input, answer } of appeals) {
      const { id, version } = await fileAppeal(await acting(database, filed), input)
      await answerAppeal(await acting(database, answered), { id, version, ...answer })
    }
    await handOverPosition(await acting(database, handOver.given), handOver.input)
    await confirmHandOver(await acting(database, handOver.taken), handOver.input.id)
    const analyst = await acting(database, rerun)
    await rerunJoint(analyst, rerun.input)
    await runJobsDone(database)
    await requireDone(analyst, [...runs.map(({ id }) => id), rerun.input.runId])
  } finally {
    await database.close()
  }
}

/** The city at another moment: by its clock what is done now is done then, and not before. */
function cityAt(city: City, at: string): City {
  return { ...city, clockOffsetSeconds: Math.ceil((Date.parse(at) - Date.now()) / 1000) }
}

/** What an operation is given, as if the person asked for it then. */
async function acting(database: Database, { account, at }: Act): Promise<RequestContext> {
  const [user] = await rowsOf<{ userId: string; cityCode: string }>(
    database.pool,
    sql`SELECT id AS "userId", city_code AS "cityCode" FROM user_account WHERE account = ${account}`,
  )
  if (user === undefined) throw new Error(`the demonstration has no account ${account}`)
  const token = await openSession(database, user, 'demonstration')
  const found = await viewerOfSession(database, token)
  await rowsOf(
    database.pool,
    sql`DELETE FROM session WHERE city_code = ${user.cityCode} AND token_hash = ${hashOf(token)}`,
  )
  if (found === null) throw new Error(`${account} could not sign in`)
  const city = cityAt(found.city, at)
  return {
    database,
    config: readConfig({}),
    log: pino({ level: 'silent' }),
    requestId: 'demonstration',
    client: { ip: '127.0.0.1', userAgent: 'demonstration' },
    locale: 'zh-CN',
    text: textIn('zh-CN'),
    city,
    viewer: found.viewer,
    ...cityTime(city),
    loaders: new Map(),
    setSessionCookie: () => undefined,
    clearSessionCookie: () => undefined,
  }
}

async function compute(
  database: Database,
  context: RequestContext,
  { id, at }: { id: string; at: string },
): Promise<void> {
  const city = cityAt(context.city, at)
  const then = { database, log: context.log, viewer: context.viewer, city, ...cityTime(city) }
  const run = await runById(then, id)
  const scheme = run && (await schemeById(context, run.schemeId))
  if (run === null || scheme === null) throw new Error(`the demonstration has no run ${id}`)
  await startRunJob(then, id, (job) => scoreRun(then, run, scheme, job))
}

async function requireDone(
  { database, city }: RequestContext,
  ids: readonly string[],
): Promise<void> {
  const others = await rowsOf<{ id: string; state: string; problem: string | null }>(
    database.pool,
    sql`SELECT id, state, problem FROM assessment_run WHERE city_code = ${city.code} AND id = ANY(${[...ids]}::uuid[]) AND state <> 'DONE'`,
  )
  if (others.length > 0) throw new Error(`not computed: ${JSON.stringify(others)}`)
}
