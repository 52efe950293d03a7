import { EXPORT_FILTERS } from '@gongjian/domain/export-filters'
import type { Operation } from '@gongjian/domain/permission-matrix'
import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openApp } from '../../testing/app-under-test.ts'
import type { AppUnderTest } from '../../testing/app-under-test.ts'
import { exportTables } from './tables.ts'

let open: AppUnderTest
let municipal: string
beforeAll(async () => {
  open = await openApp()
  municipal = await open.cookieOf('municipal')
})
afterAll(() => open.close())

const get = (path: string, cookie: string | null = municipal, language = 'zh-CN') =>
  open.app.inject({
    method: 'GET',
    url: `/api/exports/${path}`,
    headers: { 'accept-language': language, ...(cookie === null ? {} : { cookie }) },
  })

async function sheetOf(path: string, cookie = municipal) {
  const response = await get(path, cookie)
  expect(response.statusCode).toBe(200)
  const [sheet] = (await readXlsx(response.rawPayload)).sheets
  if (sheet === undefined) throw new Error('the workbook has no sheet')
  return sheet
}

/** Who may read what the operation gives. */
function readerOf(operation: Operation): Promise<string> {
  if (['userAccounts', 'suggestions', 'apiTokens'].includes(operation))
    return open.cookieOf('admin')
  if (['countersigningInbox', 'households', 'householdLooks'].includes(operation))
    return open.cookieOf('community')
  if (operation === 'readImports') return open.cookieOf('recorder')
  if (operation === 'auditEvents') return open.cookieOf('auditor')
  return Promise.resolve(municipal)
}

const invalid = z.object({
  code: z.string(),
  fieldErrors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
})
async function refusal(path: string, operation: Operation) {
  const response = await get(path, await readerOf(operation))
  return { status: response.statusCode, body: invalid.parse(response.json()) }
}

async function figures(statement: string): Promise<unknown[]> {
  const { rows } = await open.database.pool.query<{ value: unknown }>(statement)
  return rows.map(({ value }) => value)
}

test('every table comes as a workbook and as text, by its own name and day', async () => {
  for (const [table, { operation }] of Object.entries(exportTables)) {
    const filter = { breakdown: '?by=ZONE', 'donation-groups': '?by=DRIVE' }[table] ?? ''
    const cookie = await readerOf(operation)
    const narrowed = operation === 'auditEvents' ? '?action=activity.return' : filter
    for (const format of ['xlsx', 'csv']) {
      const response = await get(`${table}.${format}${narrowed}`, cookie)
      expect([table, format, response.statusCode]).toEqual([table, format, 200])
      expect(response.headers['content-disposition']).toMatch(
        new RegExp(
          `^attachment; filename="${table}\\.${format}"; filename\\*=UTF-8''%[0-9A-F%]+-2008-09-\\d\\d\\.${format}$`,
        ),
      )
    }
  }
})

test('a table of records holds every record in sight once, with days as days and numbers as numbers', async () => {
  const { rows } = await sheetOf('activities.xlsx?year=2008&statuses=COUNTERSIGNED&kinds=VISIT')
  const [head, ...lines] = rows
  expect(head?.slice(0, 4)).toEqual(['日期', '类别', '六帮', '标题'])
  const [expected] = await figures(
    `SELECT count(*)::int AS value FROM activity WHERE programme_year = 2008 AND status = 'COUNTERSIGNED' AND kind = 'VISIT'`,
  )
  expect(lines).toHaveLength(Number(expected))
  expect(lines.every(([day]) => day instanceof Date)).toBe(true)
  const personTimes = head?.indexOf('参加人次') ?? -1
  expect(lines.every((line) => typeof line[personTimes] === 'number')).toBe(true)
})

test('as text, days are written as offices write them, with the mark of UTF-8', async () => {
  const path = 'activities.csv?year=2008&statuses=SUBMITTED'
  const chinese = (await get(path)).body
  expect(chinese.startsWith('\uFEFF日期,')).toBe(true)
  expect(chinese.split('\r\n')[1]).toMatch(/^200[78]年\d{1,2}月\d{1,2}日,/)
  const english = (await get(path, municipal, 'en')).body
  expect(english.split('\r\n')[1]).toMatch(/^200[78]-\d\d-\d\d,/)
})

test('text that looks like a formula stays text, in both formats', async () => {
  const formula = '=HYPERLINK("http://example.invalid","点此")'
  const { rows: changed } = await open.database.pool.query<{ id: string }>(
    `UPDATE activity SET title = $1 WHERE id = (SELECT id FROM activity WHERE programme_year = 2008 AND status = 'SUBMITTED' ORDER BY id LIMIT 1) RETURNING id`,
    [formula],
  )
  expect(changed).toHaveLength(1)
  const filter = 'year=2008&statuses=SUBMITTED'
  const { rows, cells } = await sheetOf(`activities.xlsx?${filter}`)
  expect(rows.flat()).toContain(`'${formula}`)
  expect([...(cells?.values() ?? [])].filter((cell) => cell.formula !== undefined)).toEqual([])
  const csv = (await get(`activities.csv?${filter}`)).body
  expect(csv).toContain(`"'${formula.replaceAll('"', '""')}"`)
})

test('a breakdown stands in the fixed order, or by value', async () => {
  const codes = async (order: string) =>
    (await sheetOf(`breakdown.xlsx?year=2008&by=AGENCY&order=${order}`)).rows
      .slice(1)
      .map(([code]) => code)
  const fixed = await figures(
    `SELECT code AS value FROM organisation WHERE kind = 'AGENCY' ORDER BY path`,
  )
  expect(await codes('ORGANISATION')).toEqual(fixed)
  expect(await codes('VALUE')).toEqual(
    await figures(
      `SELECT o.code AS value FROM organisation o LEFT JOIN activity t ON t.agency_side_path LIKE o.path || '%' AND t.programme_year = 2008 AND t.status = 'COUNTERSIGNED'
       WHERE o.kind = 'AGENCY' GROUP BY o.code, o.path ORDER BY count(t.id) DESC, o.path`,
    ),
  )
})

test('who exports gets what is in sight, no more', async () => {
  const { rows } = await sheetOf(
    'activities.xlsx?year=2008&statuses=COUNTERSIGNED',
    await open.cookieOf('recorder'),
  )
  const [expected] = await figures(
    `SELECT count(*)::int AS value FROM activity WHERE programme_year = 2008 AND status = 'COUNTERSIGNED' AND agency_side_path = '2301/A001/A001-01/'`,
  )
  expect(rows.length - 1).toBe(Number(expected))
})

test('a sheet of marks has a column an indicator, for who marks it; to others it is not there', async () => {
  // The runs that the demonstration begins are taken up by whoever asks for them.
  await expect
    .poll(
      async () =>
        JSON.stringify(
          await open.ask('municipal', '{ assessmentRuns { edges { node { state } } } }'),
        ),
      { timeout: 30_000 },
    )
    .not.toMatch(/GATHERING|SCORING/)
  const [found] = await figures(
    `SELECT json_build_object('jointId', joint_id, 'bodyId', body_id, 'marked', count(DISTINCT k.organisation_id)::int, 'wanted', count(DISTINCT k.indicator_code)::int) AS value
     FROM joint_mark k JOIN joint_assessment j ON j.id = k.joint_id JOIN assessment_input i ON i.run_id = j.opening_run_id AND i.organisation_id = k.organisation_id
     WHERE level = 'CITY' GROUP BY joint_id, body_id ORDER BY joint_id LIMIT 1`,
  )
  const { jointId, bodyId, marked, wanted } = z
    .object({ jointId: z.string(), bodyId: z.string(), marked: z.number(), wanted: z.number() })
    .parse(found)
  const path = `joint-sheet.xlsx?jointId=${jointId}&level=CITY&bodyId=${bodyId}`
  const own = await sheetOf(path)
  expect(own.rows).toHaveLength(marked + 1)
  expect(own.rows[0]).toHaveLength(wanted + 1)
  expect((await sheetOf(path, await open.cookieOf('district'))).rows.slice(1)).toEqual([])

  const bodies = await sheetOf(`joint-bodies.xlsx?jointId=${jointId}`)
  const [all] = await figures(
    `SELECT count(*)::int AS value FROM joint_body WHERE joint_id = '${jointId}'`,
  )
  expect(bodies.rows.length - 1).toBe(all)
  const narrowed = await sheetOf(`joint-bodies.xlsx?jointId=${jointId}&level=CITY`)
  expect(narrowed.rows.length - 1).toBe(1)
  const ofDistrict = await sheetOf(
    `joint-bodies.xlsx?jointId=${jointId}`,
    await open.cookieOf('district'),
  )
  expect(ofDistrict.rows.length).toBeLessThan(bodies.rows.length)
})

test('the branches that may be designated are exported to their own agency', async () => {
  const [jointId] = await figures(
    `SELECT id AS value FROM joint_assessment WHERE state <> 'SCORING' LIMIT 1`,
  )
  const [own] = await figures(
    `SELECT count(*)::int AS value FROM organisation WHERE kind = 'BRANCH' AND path LIKE '2301/A001/%'`,
  )
  const secretary = await open.cookieOf('secretary')
  const designated = await sheetOf(`designations.xlsx?jointId=${String(jointId)}`, secretary)
  expect(designated.rows.length - 1).toBe(own)
})

test('an unknown table, a wrong filter, a stranger and one without the right are told so', async () => {
  const recorder = await open.cookieOf('recorder')
  const answers = [
    await get('secrets.xlsx'),
    await get('activities.pdf'),
    await get('activities.csv?statuses=SIGNED'),
    await get('activities.csv?organisationId=1'),
    await get('breakdown.csv?by=PLANET'),
    await get('activities.csv?month=2008-13'),
    await get('months.csv?month=9'),
    await get('activities.csv', null),
    await get('user-accounts.csv', recorder),
    await get('audit-events.csv', recorder),
  ]
  expect(
    answers.map((answer) => [answer.statusCode, answer.json<{ code: string }>().code]),
  ).toEqual([
    [404, 'NOT_FOUND'],
    [404, 'NOT_FOUND'],
    [400, 'INVALID_INPUT'],
    [400, 'INVALID_INPUT'],
    [400, 'INVALID_INPUT'],
    [400, 'INVALID_INPUT'],
    [400, 'INVALID_INPUT'],
    [401, 'UNAUTHENTICATED'],
    [403, 'FORBIDDEN'],
    [403, 'FORBIDDEN'],
  ])
  expect(answers[2]?.json()).toMatchObject({
    fieldErrors: [{ code: 'BAD_FILTER', message: '筛选条件不正确。' }],
  })
})

test('every table refuses a filter that it does not know, and names it', async () => {
  for (const [table, { operation, filterNames }] of Object.entries(exportTables)) {
    const { status, body } = await refusal(
      `${table}.csv?year=2008&yaer=2008&organisation=1`,
      operation,
    )
    const named = ['yaer', 'organisation', ...(filterNames.includes('year') ? [] : ['year'])]
    expect([table, status, body.code]).toEqual([table, 400, 'INVALID_INPUT'])
    expect(new Set(body.fieldErrors.map(({ path }) => path))).toEqual(new Set(named))
    expect(body.fieldErrors.find(({ path }) => path === 'yaer')).toEqual({
      path: 'yaer',
      code: 'UNKNOWN_FILTER',
      message: '这里没有名为“yaer”的筛选条件。',
    })
  }
})

test('the tables are narrowed by the names that the pages have, no more and no less', () => {
  const names = Object.entries(exportTables).map(([table, { filterNames }]) => [
    table,
    [...filterNames],
  ])
  expect(Object.fromEntries(names)).toEqual(EXPORT_FILTERS)
})

test('each export is one event of the audit, with its table and filter; a refused one is none', async () => {
  const events = () =>
    figures(
      `SELECT event::jsonb -> 'detail' AS value FROM audit_event WHERE action = 'export' ORDER BY seq`,
    )
  const before = await events()
  await get('months.csv?year=2008&kind=VISIT')
  await get('months.csv?year=2008&kind=NOTHING')
  expect((await events()).slice(before.length)).toEqual([
    { filter: 'year=2008&kind=VISIT', format: 'csv' },
  ])
})
