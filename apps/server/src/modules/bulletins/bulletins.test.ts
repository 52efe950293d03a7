import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openApp } from '../../testing/app-under-test.ts'
import type { AppUnderTest } from '../../testing/app-under-test.ts'
import { linesOfPdf } from '../../testing/pdf-lines.ts'
import { newId } from '../../testing/recording.ts'

let open: AppUnderTest
let runId: string
beforeAll(async () => {
  open = await openApp()
  const runs = z.object({
    edges: z.array(
      z.object({
        node: z.object({
          id: z.string(),
          state: z.string(),
          scheme: z.object({ kind: z.string() }),
        }),
      }),
    ),
  })
  for (;;) {
    const { data } = await open.ask(
      'municipal',
      `{ assessmentRuns { edges { node { id state scheme { kind } } } } }`,
    )
    const agencies = runs
      .parse(data?.['assessmentRuns'])
      .edges.find(({ node }) => node.scheme.kind === 'AGENCY')
    if (agencies?.node.state !== 'DONE') continue
    runId = agencies.node.id
    return
  }
})
afterAll(() => open.close())

const shape = z.object({
  __typename: z.string(),
  id: z.string().optional(),
  code: z.string().optional(),
  version: z.number().optional(),
  state: z.string().optional(),
  issuer: z.string().optional(),
  documentNumber: z.string().optional(),
  title: z.string().optional(),
  addressees: z.string().optional(),
  body: z.string().optional(),
  attachmentTitle: z.string().optional(),
  copies: z.string().optional(),
  printedBy: z.string().optional(),
  issuedOn: z.string().optional(),
  order: z.string().optional(),
  grades: z.array(z.string()).optional(),
  refusal: z.string().nullish(),
  replacedBy: z.object({ documentNumber: z.string() }).nullish(),
  fieldErrors: z.array(z.object({ path: z.string(), code: z.string() })).optional(),
})
type Answer = z.infer<typeof shape>
const fields = `id code version state issuer documentNumber title addressees body attachmentTitle copies printedBy issuedOn order grades replacedBy { documentNumber } refusal(action: PUBLISH)`

async function change(account: string, name: string, input: object): Promise<Answer> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
  const { data, errors } = await open.ask(
    account,
    `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ... on Bulletin { ${fields} } ... on Failure { code } ${['draftBulletin', 'takeBulletinFigures'].includes(name) ? '' : '... on InvalidInput { fieldErrors { path code } }'} } }`,
    { input },
  )
  return shape.parse(data?.[name] ?? { __typename: 'Error', code: errors?.[0]?.extensions.code })
}
const draft = (input: object = {}) =>
  change('municipal', 'draftBulletin', { id: newId(), runId, order: 'RANK', ...input })
const left = ['__typename', 'code', 'state', 'refusal', 'replacedBy', 'fieldErrors']
const typed = (answer: Answer) =>
  Object.fromEntries(Object.entries(answer).filter(([name]) => !left.includes(name)))
const save = (bulletin: Answer, changes: object = {}) =>
  change('municipal', 'saveBulletin', { ...typed(bulletin), ...changes })
const move = (account: string, { id, version }: Answer, way: string) =>
  change(account, 'moveBulletin', { id, version, move: way })
async function seen(account: string, id = '') {
  const { data } = await open.ask(
    account,
    `query ($id: ID!) { bulletin(id: $id) { __typename ${fields} } }`,
    { id },
  )
  return data?.['bulletin'] ?? null
}
const get = async (account: string, url: string) =>
  open.app.inject({ url, headers: { cookie: await open.cookieOf(account) } })
async function scoresSeenBy(account: string): Promise<number> {
  const { data } = await open.ask(
    account,
    `query ($filter: AssessmentScoreFilter!) { assessmentScores(first: 100, filter: $filter) { edges { node { total cappedAt } } } }`,
    { filter: { runId } },
  )
  return z.object({ edges: z.array(z.unknown()) }).parse(data?.['assessmentScores']).edges.length
}
const verify = async (asked: { code?: string | undefined; fileHash?: string }) =>
  (
    await open.ask(
      null,
      `query ($code: String, $fileHash: String) { verifyBulletin(code: $code, fileHash: $fileHash) { __typename ... on VerifiedBulletin { documentNumber state supersededByNumber fileHashes } ... on Failure { code } } }`,
      asked,
    )
  ).data?.['verifyBulletin']
async function published(number: string, input: object = {}): Promise<Answer> {
  const saved = await save(await draft(input), { documentNumber: number })
  const proposed = await move('municipal', saved, 'PROPOSE')
  return move('municipal2', proposed, 'PUBLISH')
}

test('none is drafted from a run that is not done, by who does not decide, or in the place of none', async () => {
  expect(await draft({ runId: newId() })).toMatchObject({ code: 'RUN_NOT_DONE' })
  expect(await draft({ replacesId: newId() })).toMatchObject({ code: 'NOT_FOUND' })
  expect(
    await change('auditor', 'draftBulletin', { id: newId(), runId, order: 'RANK' }),
  ).toMatchObject({ code: 'FORBIDDEN' })
})

test('a draft carries the figures of its run, and is seen by who decides and who audits', async () => {
  const id = newId()
  const drafted = await draft({ id })
  expect(drafted).toMatchObject({ state: 'DRAFT', version: 1, documentNumber: '' })
  const { rows } = await open.database.pool.query<{ mean: string; first: string }>(
    `SELECT round(avg(total), 2)::text AS mean, (SELECT i.organisation_name FROM assessment_score f JOIN assessment_input i USING (city_code, run_id, organisation_id) WHERE f.run_id = $1 ORDER BY f.rank, i.organisation_path COLLATE "C" LIMIT 1) AS first FROM assessment_score WHERE run_id = $1 AND rank IS NOT NULL`,
    [runId],
  )
  expect(drafted.body).toContain(`${rows[0]?.mean}分`)
  expect(drafted.body).toContain(rows[0]?.first)
  expect(drafted.body).toContain('96个市直属机关党组织')
  expect((await draft({ id })).code).toBe(drafted.code)
  expect(await seen('auditor', id)).not.toBeNull()
  for (const account of ['recorder', 'secretary', 'community', 'zone', 'district'])
    expect(await seen(account, id)).toBeNull()
  expect((await get('secretary', `/files/bulletins/${id}.pdf`)).statusCode).toBe(404)
})

test('what is wrong is said at its field; of two who write at once the second is told', async () => {
  const drafted = await draft()
  expect(await save(drafted, { title: '', grades: [], issuedOn: 'x' })).toMatchObject({
    fieldErrors: [
      { path: 'documentNumber', code: 'REQUIRED' },
      { path: 'title', code: 'REQUIRED' },
      { path: 'issuedOn', code: 'NOT_A_DAY' },
      { path: 'grades', code: 'REQUIRED' },
    ],
  })
  expect(await move('municipal', drafted, 'PROPOSE')).toMatchObject({
    fieldErrors: [{ path: 'documentNumber', code: 'REQUIRED' }],
  })
  const saved = await save(drafted, { documentNumber: '哈直党发〔2008〕9号' })
  expect(saved).toMatchObject({ version: 2 })
  expect(await save(drafted, { documentNumber: '哈直党发〔2008〕8号' })).toMatchObject({
    code: 'BULLETIN_CHANGED',
  })
})

test('it is set in the order that was chosen, only of the grades that were', async () => {
  const drafted = await draft({ order: 'ORGANISATION' })
  const file = await get('municipal', `/files/bulletins/${drafted.id}.pdf?show=1`)
  expect(file.headers['content-disposition']).toMatch(/^inline/)
  expect(file.headers['content-security-policy']).toContain("frame-ancestors 'self'")
  const texts = linesOfPdf(file.rawPayload).flatMap((lines) => lines.map(({ text }) => text))
  const table = texts.slice(texts.indexOf('序号')).join('')
  const { rows } = await open.database.pool.query<{ name: string }>(
    `SELECT i.organisation_name AS name FROM assessment_input i JOIN assessment_score s USING (city_code, run_id, organisation_id) WHERE i.run_id = $1 AND s.rank IS NOT NULL ORDER BY i.organisation_path COLLATE "C" LIMIT 3`,
    [runId],
  )
  const at = rows.map(({ name }) => table.indexOf(name))
  expect(at.every((one) => one >= 0)).toBe(true)
  expect(at.toSorted((a, b) => a - b)).toEqual(at)
  expect(texts).toContain('序号')
})

test('two people publish it; then its bytes never change, and everybody may see and verify it', async () => {
  const saved = await save(await draft(), { documentNumber: '哈直党发〔2008〕12号' })
  expect(await move('municipal', saved, 'PUBLISH')).toMatchObject({ code: 'BULLETIN_NOT_PROPOSED' })
  const proposed = await move('municipal', saved, 'PROPOSE')
  expect(proposed).toMatchObject({ state: 'PROPOSED' })
  expect(proposed.refusal).toContain('另一人')
  expect(await move('municipal', proposed, 'PUBLISH')).toMatchObject({ code: 'BULLETIN_NEEDS_TWO' })
  expect(await save(proposed)).toMatchObject({ code: 'BULLETIN_NOT_A_DRAFT' })
  expect(await verify({ code: proposed.code })).toBeNull()
  // Their own, and who stands in a bulletin that was published before.
  expect(await scoresSeenBy('secretary')).toBeLessThan(21)
  const done = await move('municipal2', proposed, 'PUBLISH')
  expect(done).toMatchObject({ state: 'PUBLISHED' })
  expect(await move('municipal2', proposed, 'PUBLISH')).toMatchObject({
    code: 'BULLETIN_NOT_PROPOSED',
  })

  const files = await Promise.all(
    ['pdf', 'docx'].map((ending) => get('recorder', `/files/bulletins/${done.id}.${ending}`)),
  )
  const hashes = files.map(({ rawPayload }) =>
    createHash('sha256').update(rawPayload).digest('hex'),
  )
  expect(await verify({ code: done.code })).toMatchObject({
    documentNumber: '哈直党发〔2008〕12号',
    state: 'PUBLISHED',
    fileHashes: hashes,
  })
  for (const fileHash of hashes)
    expect(await verify({ fileHash })).toMatchObject({ state: 'PUBLISHED' })
  expect(await verify({ fileHash: '0'.repeat(64) })).toBeNull()
  const words = linesOfPdf(files[0]?.rawPayload ?? Buffer.alloc(0))
    .flat()
    .map(({ text }) => text)
  expect(words.join('')).toContain(done.code)
  await expect(
    open.database.pool.query(`UPDATE bulletin SET title = 'x' WHERE id = $1`, [done.id]),
  ).rejects.toThrow(/never changed/)
  await expect(
    open.database.pool.query(`DELETE FROM bulletin_file WHERE bulletin_id = $1`, [done.id]),
  ).rejects.toThrow(/permission denied|never/)
  // The judged see of each other what was published.
  expect(await scoresSeenBy('secretary')).toBe(96)
  expect(await seen('community', done.id)).toMatchObject({ state: 'PUBLISHED' })
})

test('it is withdrawn only by another that names it; a number is given once', async () => {
  const first = await published('哈直党发〔2008〕13号')
  expect(first).toMatchObject({ state: 'PUBLISHED' })
  expect(await published('哈直党发〔2008〕13号')).toMatchObject({ code: 'DOCUMENT_NUMBER_TAKEN' })
  const second = await draft({ replacesId: first.id })
  expect(second.body).toContain('哈直党发〔2008〕13号通报自本通报印发之日起废止')
  expect(await seen('recorder', first.id)).toMatchObject({ state: 'PUBLISHED' })
  const proposed = await move(
    'municipal',
    await save(second, { documentNumber: '哈直党发〔2008〕14号' }),
    'PROPOSE',
  )
  const back = await move('municipal2', proposed, 'SEND_BACK')
  expect(back).toMatchObject({ state: 'DRAFT' })
  await move('municipal2', await move('municipal', back, 'PROPOSE'), 'PUBLISH')
  expect(await seen('recorder', first.id)).toMatchObject({
    state: 'SUPERSEDED',
    replacedBy: { documentNumber: '哈直党发〔2008〕14号' },
  })
  expect(await verify({ code: first.code })).toMatchObject({
    state: 'SUPERSEDED',
    supersededByNumber: '哈直党发〔2008〕14号',
  })
  expect(await draft({ replacesId: first.id })).toMatchObject({ code: 'BULLETIN_NOT_PUBLISHED' })
})

test('a draft is told of a newer run, keeps its text when it takes the figures, and is told what the text still says', async () => {
  const { pool } = open.database
  // The published run was followed by another after appeals.
  const { rows } = await pool.query<{ earlier: string; later: string }>(
    `SELECT previous_run_id AS earlier, id AS later FROM assessment_run WHERE previous_run_id IS NOT NULL`,
  )
  const [run] = rows
  const told = async (id = '') => {
    const { data } = await open.ask(
      'municipal',
      `query ($id: ID!) { bulletin(id: $id) { version run { id } newerRun { id } figureChanges { figure before after inText } } }`,
      { id },
    )
    return z
      .object({
        version: z.number(),
        run: z.object({ id: z.string() }),
        newerRun: z.object({ id: z.string() }).nullable(),
        figureChanges: z.array(
          z.object({
            figure: z.string(),
            before: z.string(),
            after: z.string(),
            inText: z.boolean(),
          }),
        ),
      })
      .parse(data?.['bulletin'])
  }
  const drafted = await draft({ runId: run?.earlier })
  const saved = await save(drafted, {
    documentNumber: '哈直党发〔2008〕77号',
    body: `${drafted.body}\n望各单位周知。`,
  })
  const before = await told(saved.id)
  expect(before).toMatchObject({ run: { id: run?.earlier }, newerRun: { id: run?.later } })
  const mean = before.figureChanges.find(({ figure }) => figure === 'mean')
  expect(mean).toMatchObject({ inText: true })
  const input = { id: saved.id, version: saved.version }
  expect(await change('auditor', 'takeBulletinFigures', input)).toMatchObject({ code: 'FORBIDDEN' })
  const both = await Promise.all([
    change('municipal', 'takeBulletinFigures', input),
    change('municipal', 'takeBulletinFigures', input),
  ])
  expect(both.filter(({ __typename }) => __typename === 'Bulletin')).toHaveLength(1)
  const after = await told(saved.id)
  expect(after).toMatchObject({ run: { id: run?.later }, newerRun: null })
  expect(after.figureChanges).toContainEqual(mean)
  const kept = shape.parse(await seen('municipal', saved.id))
  expect(kept.body).toBe(saved.body)
  expect(
    await change('municipal', 'takeBulletinFigures', { id: saved.id, version: after.version }),
  ).toMatchObject({ code: 'FIGURES_ARE_NEWEST' })
  await save(kept, { body: kept.body?.replace(`${mean?.before}分`, `${mean?.after}分`) })
  expect((await told(saved.id)).figureChanges.map(({ figure }) => figure)).not.toContain('mean')
})
