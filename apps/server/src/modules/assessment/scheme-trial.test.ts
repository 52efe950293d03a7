import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { newId } from '../../testing/recording.ts'
import { runJobsDone, stopRunJobs } from './run-jobs.ts'

const outcome = z.looseObject({
  __typename: z.string(),
  id: z.string().optional(),
  code: z.string().optional(),
  version: z.number().optional(),
  file: z.string().optional(),
  plansWithinMonths: z.number().optional(),
  problems: z
    .array(z.object({ path: z.string(), code: z.string(), message: z.string() }))
    .optional(),
  fieldErrors: z
    .array(z.object({ path: z.string(), code: z.string(), message: z.string() }))
    .optional(),
})
const tried = z
  .object({
    ranked: z.number(),
    total: z.string(),
    grade: z.string(),
    rank: z.number().nullable(),
    indicators: z.array(
      z.object({ code: z.string(), value: z.string().nullable(), points: z.string() }),
    ),
  })
  .nullable()

let city: TestCity
let municipal: Actor
let streetId: string
beforeAll(async () => {
  city = await openTestCity()
  municipal = await city.as('municipal')
  const { rows } = await city.database.pool.query<{ id: string }>(
    `SELECT id FROM organisation WHERE kind = 'STREET' AND valid_to IS NULL ORDER BY code OFFSET 3 LIMIT 1`,
  )
  streetId = rows[0]?.id ?? ''
})
afterAll(async () => {
  await stopRunJobs(city.database)
  await city.close()
})

async function change(operation: string, input: Record<string, unknown>) {
  const type = `${operation.charAt(0).toUpperCase()}${operation.slice(1)}Input`
  const given = operation.endsWith('Run')
    ? ''
    : '... on AssessmentScheme { id version file plansWithinMonths problems { path code message } } ... on InvalidInput { fieldErrors { path code message } }'
  const data = await municipal.ask(
    `mutation ($input: ${type}!) { ${operation}(input: $input) { __typename ${given} ... on Failure { code } } }`,
    { input },
  )
  return outcome.parse(data[operation])
}
async function trial(changes: Record<string, unknown> = {}) {
  const { indicators, grades, ties, kind, programmeYear } = scheme
  const data = await municipal.ask(
    `query ($input: TryAssessmentSchemeInput!) { triedAssessmentScheme(input: $input) { ranked total grade rank indicators { code value points } } }`,
    {
      input: {
        indicators,
        grades,
        ties,
        kind,
        programmeYear,
        organisationId: streetId,
        ...changes,
      },
    },
  )
  return tried.parse(data['triedAssessmentScheme'])
}
const indicator = (code: string, changes: Record<string, unknown> = {}) => ({
  code,
  name: { zhCn: '帮建', zhTw: '幫建', en: 'Help' },
  role: 'SCORED',
  weight: '50',
  floor: '',
  formula: 'records.received',
  per: 'NOTHING',
  better: 'MORE',
  method: { kind: 'PROPORTIONAL' },
  basis: '工作要点',
  ...changes,
})
const scheme = {
  id: newId(),
  version: null,
  programmeYear: 2008,
  kind: 'STREET',
  title: '街道考评方案',
  indicators: [
    indicator('help'),
    indicator('people', {
      formula: 'people.personTimes',
      per: 'UNIT',
      method: { kind: 'RANK_BANDS', bands: [{ through: 30, points: '50' }], rest: '20' },
    }),
  ],
  grades: [{ grade: 'GOOD', from: '60' }],
  ties: ['help'],
}

describe('a trial', () => {
  test('says what a run of the same scheme gives, with rank and grade', async () => {
    const told = await trial()
    await change('saveAssessmentScheme', scheme)
    await change('moveAssessmentScheme', { id: scheme.id, version: 1, move: 'PUT_IN_FORCE' })
    const runId = newId()
    await change('startAssessmentRun', { id: runId, schemeId: scheme.id })
    await runJobsDone(city.database)
    const { rows } = await city.database.pool.query(
      `SELECT trim_scale(s.total)::text AS total, s.rank, s.grade::text AS grade, (SELECT count(*)::int FROM assessment_score x WHERE x.run_id = s.run_id AND x.rank IS NOT NULL) AS ranked
       FROM assessment_score s WHERE s.run_id = $1 AND s.organisation_id = $2`,
      [runId, streetId],
    )
    expect(rows).toHaveLength(1)
    expect(told).toMatchObject(rows[0])
    expect(Number(told?.total)).toBeGreaterThan(0)
  })

  test('leaves out what is still wrong, and marks that nobody gave', async () => {
    const [help] = scheme.indicators
    const told = await trial({
      indicators: [
        help,
        indicator('wrong', { formula: 'records.receved' }),
        indicator('marks', {
          formula: '',
          method: { kind: 'MARKS', levels: [{ level: 'CITY', share: '100' }] },
        }),
      ],
    })
    expect(told?.indicators.map(({ code }) => code)).toEqual(['help', 'marks'])
    expect(told?.indicators[1]).toMatchObject({ value: null, points: '0' })
    expect(await trial({ indicators: [indicator('wrong', { formula: '1 /' })] })).toBeNull()
    expect(await trial({ programmeYear: 1999 })).toBeNull()
    expect(await trial({ organisationId: newId() })).toBeNull()
    expect(await trial({ kind: 'COMMUNITY' })).toBeNull()
  })

  test('takes the months in which plans are agreed in time from the scheme', async () => {
    const { rows } = await city.database.pool.query<{ id: string; early: number; late: number }>(
      `SELECT o.id, count(*) FILTER (WHERE h.agreed_on <= '2007-10-31')::int AS early, count(*) FILTER (WHERE h.agreed_on <= '2007-12-31')::int AS late
       FROM plan h JOIN pairing p ON p.id = h.pairing_id JOIN organisation c ON c.id = p.community_side_id JOIN organisation o ON o.kind = 'STREET' AND o.code = split_part(c.path, '/', 3)
       WHERE h.programme_year = 2008 AND h.state = 'AGREED' GROUP BY 1 HAVING count(*) FILTER (WHERE h.agreed_on <= '2007-10-31') < count(*) FILTER (WHERE h.agreed_on <= '2007-12-31') LIMIT 1`,
    )
    const [found] = rows
    const within = async (plansWithinMonths: number | null) => {
      const told = await trial({
        organisationId: found?.id,
        plansWithinMonths,
        indicators: [indicator('plans', { weight: '100', formula: 'plans.inTime' })],
      })
      return Number(told?.indicators[0]?.value)
    }
    expect(await within(1)).toBe(found?.early)
    expect(await within(3)).toBe(found?.late)
    expect(await within(null)).toBe(found?.late)
  })
})

describe('a file of a scheme', () => {
  const take = (file: string, programmeYear = 2009) =>
    change('importAssessmentScheme', { id: newId(), programmeYear, file })

  test('is taken up as a draft of another year, word for word', async () => {
    const id = newId()
    const kept = await change('saveAssessmentScheme', {
      ...scheme,
      id,
      programmeYear: 2009,
      plansWithinMonths: 2,
    })
    const file = kept.file ?? ''
    expect(JSON.parse(file)).toMatchObject({ format: 'gongjian.assessment-scheme', version: 1 })
    expect(await take(file)).toMatchObject({ code: 'SCHEME_DRAFT_EXISTS' })
    await change('moveAssessmentScheme', { id, version: 1, move: 'DISCARD' })
    const taken = await take(`\uFEFF${file}`)
    expect(taken).toMatchObject({ plansWithinMonths: 2, problems: [] })
    expect(JSON.parse(taken.file ?? '')).toEqual(JSON.parse(file))
    await change('moveAssessmentScheme', { id: taken.id, version: 1, move: 'DISCARD' })
  })

  test.each([
    ['not a file', 'SCHEME_FILE_UNKNOWN'],
    ['{"format":"something else","version":1}', 'SCHEME_FILE_UNKNOWN'],
    ['[]', 'SCHEME_FILE_UNKNOWN'],
    [' '.repeat(200_001), 'SCHEME_FILE_UNKNOWN'],
    ['{"format":"gongjian.assessment-scheme","version":2}', 'SCHEME_FILE_NEWER'],
    ['{"format":"gongjian.assessment-scheme","version":1}', 'SCHEME_FILE_BROKEN'],
    [
      '{"format":"gongjian.assessment-scheme","version":1,"programmeYear":2009,"scheme":{"title":1}}',
      'SCHEME_FILE_BROKEN',
    ],
  ])('is refused with a reason (%#)', async (file, code) => {
    const refused = await take(file)
    expect(refused.fieldErrors?.[0]).toMatchObject({ path: 'file', code })
    expect(refused.fieldErrors?.[0]?.message).not.toMatch(/^field\.|\{/)
  })

  test('with an indicator that this city does not have is kept, and says so', async () => {
    const { rows } = await city.database.pool.query<{ content: unknown }>(
      `SELECT content FROM assessment_scheme WHERE kind = 'AGENCY' AND status = 'IN_FORCE'`,
    )
    const file = JSON.stringify({
      format: 'gongjian.assessment-scheme',
      version: 1,
      programmeYear: 2008,
      scheme: rows[0]?.content,
    }).replace('outputs.relief.donatedValue', 'outputs.relief.elsewhere')
    const taken = await take(file)
    expect(taken.problems).toMatchObject([{ code: 'FORMULA_UNKNOWN_NAME' }])
    expect(taken.problems?.[0]?.message).toContain('outputs.relief.elsewhere')
    await change('moveAssessmentScheme', { id: taken.id, version: 1, move: 'DISCARD' })
  })
})

test('what is wrong with a formula is told in the words of the reader, with units that can be typed', async () => {
  const messageOf = async (formula: string, changes: Record<string, unknown> = {}) => {
    const id = newId()
    const kept = await change('saveAssessmentScheme', {
      ...scheme,
      id,
      programmeYear: 2009,
      ties: [],
      indicators: [indicator('one', { weight: '100', formula, ...changes })],
    })
    await change('moveAssessmentScheme', { id, version: 1, move: 'DISCARD' })
    return kept.problems?.map(({ message }) => message).join('\n')
  }
  expect(await messageOf('records.received + people.hours')).toBe(
    '单位不一致：这里应为“条”，却是“小时”。',
  )
  expect(await messageOf('records.received * 2', { method: { kind: 'POINTS' } })).toBe(
    '公式应得出分数，却得出“条”；请乘以每单位的分数，如“0.5 分/条”。',
  )
  expect(await messageOf('(records.received')).toBe('公式没有写完，末尾还缺“)”。')
  expect(await messageOf('records.received +')).toBe('公式没有写完。')
  expect(await messageOf('records.receved')).toBe(
    '没有名为“records.receved”的数据项，是不是“records.received”。',
  )
  expect(await messageOf('$ 1')).toBe('第1个字符起写法不对：“$”。')
  expect(await messageOf('max(1)')).toBe('“max”的括号里应有2至8个数，用逗号隔开。')
})
