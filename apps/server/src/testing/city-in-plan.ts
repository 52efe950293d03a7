import type pg from 'pg'
import { z } from 'zod'

/** Known before the city is, or of no city: not shared out by city (prisma/citus/distribute.sql says where they lie). */
const ofNoCity = [
  '_prisma_migrations',
  'api_token',
  'city',
  'rate_limit',
  'session',
  'user_account',
]

type Plan = Record<string, unknown> & { Plans?: Plan[] | undefined }
const planShape: z.ZodType<Plan> = z.lazy(() =>
  z.looseObject({ Plans: z.array(planShape).optional() }),
)
const explained = z.tuple([z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: planShape })]) })])

/** The names in a statement whose city is given, and those that are joined to one of them by it, however far. */
function anchored(text: string): ReadonlySet<string> {
  const known = new Set(
    [...text.matchAll(/\b(\w+)\.city_code = \$\d/g)].map(([, name = '']) => name),
  )
  const joins = [...text.matchAll(/\b(\w+)\.city_code = (\w+)\.city_code\b/g)]
  // A part worked out beforehand that hands the code on: sent AS (SELECT t.city_code …), and then FROM sent r.
  const parts = [...text.matchAll(/\b(\w+) AS (?:MATERIALIZED )?\(\s*SELECT (\w+)\.city_code\b/g)]
  for (let before = -1; before !== known.size;) {
    before = known.size
    for (const [, part = '', from = ''] of parts)
      if (known.has(from))
        for (const [, name = ''] of text.matchAll(new RegExp(`(?:FROM|JOIN) ${part} (\\w+)`, 'g')))
          known.add(name)
    for (const [, one = '', other = ''] of joins) {
      if (known.has(one)) known.add(other)
      if (known.has(other)) known.add(one)
    }
  }
  return known
}

/**
 * The tables that a statement reads without naming the city: neither is a scan's own condition that the code is a given
 * one, nor is the table joined by it to one of which it is (as where a part is worked out beforehand, and then joined).
 */
function readsOfEveryCity(plan: Plan, text: string): string[] {
  const below = (plan.Plans ?? []).flatMap((part) => readsOfEveryCity(part, text))
  const { 'Relation Name': table, 'Node Type': node, Alias: alias } = plan
  if (typeof table !== 'string' || node === 'ModifyTable' || ofNoCity.includes(table)) return below
  const conditions = ['Index Cond', 'Filter', 'Recheck Cond'].map((name) => plan[name]).join(' ')
  if (/\bcity_code\)?(::text)? = /.test(conditions)) return below
  // Of two of the same name in one statement PostgreSQL numbers the second.
  const name = String(alias).replace(/_\d+$/, '')
  const isJoined = anchored(text).has(name)
  return isJoined ? below : [table, ...below]
}

const toldShape = z.object({ 'Query Text': z.string(), Plan: planShape })

/**
 * Has the database tell each new connection how it carried out every statement, those inside functions and triggers too
 * (auto_explain), and ends the connections that there are.
 */
export async function tellPlans(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name')
  const name = rows[0]?.name ?? ''
  for (const setting of [
    'session_preload_libraries TO auto_explain',
    'auto_explain.log_min_duration TO 0',
    'auto_explain.log_nested_statements TO on',
    'auto_explain.log_level TO notice',
    'auto_explain.log_format TO json',
  ])
    await client.query(`ALTER DATABASE ${name} SET ${setting}`)
  await client.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  )
}

/** What such a notice tells: the statement, and the tables that it went through without the code of a city; else null. */
export function toldOfPlan(notice: string): { text: string; tables: string[] } | null {
  const [, json] = /^duration: [\d.]+ ms +plan:\s*(\{.*\})\s*$/s.exec(notice) ?? []
  if (json === undefined) return null
  const { 'Query Text': text, Plan: plan } = toldShape.parse(JSON.parse(json))
  return { text, tables: readsOfEveryCity(plan, text) }
}

/**
 * The tables of cities that a statement goes through without the code of one, as PostgreSQL would carry it out; none where
 * it names its city. Throws where PostgreSQL cannot plan it.
 */
export async function tablesOfEveryCity(client: pg.ClientBase, text: string): Promise<string[]> {
  const { rows } = await client.query(`EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${text}`)
  const [
    {
      'QUERY PLAN': [{ Plan: plan }],
    },
  ] = explained.parse(rows)
  return readsOfEveryCity(plan, text)
}
