import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestCity } from '../../testing/city-under-test.ts'
import type { Actor, TestCity } from '../../testing/city-under-test.ts'
import { addVolunteer } from '../../testing/labour.ts'
import { call, contentFor, newId } from '../../testing/recording.ts'

let city: TestCity
let recorder: Actor
let pairingId: string
beforeAll(async () => {
  city = await openTestCity()
  recorder = await city.as('recorder')
  const { rows } = await city.database.pool.query<{ id: string }>(
    'SELECT p.id FROM pairing p JOIN organisation a ON a.id = p.agency_side_id WHERE a.path = $1 AND p.valid_to IS NULL ORDER BY p.id LIMIT 1',
    [recorder.organisationPath],
  )
  pairingId = rows[0]?.id ?? ''
})
afterAll(() => city.close())

const marked = z.object({
  text: z.string(),
  marks: z.array(z.object({ start: z.number(), length: z.number() })),
})
const answer = z.object({
  edges: z.array(
    z.object({
      node: z.object({
        kind: z.string(),
        id: z.string(),
        title: marked,
        excerpt: marked.nullable(),
        where: z.string(),
        code: z.string().nullable(),
        day: z.string().nullable(),
        status: z.string().nullable(),
      }),
    }),
  ),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
})
const document = `query ($text: String!, $kinds: [SearchHitKind!], $first: Int, $after: String) {
  search(text: $text, kinds: $kinds, first: $first, after: $after) {
    edges { node { kind id title { text marks { start length } } excerpt { text marks { start length } } where code day status } }
    pageInfo { hasNextPage endCursor } } }`

async function page(actor: Actor, variables: Record<string, unknown>) {
  const { edges, pageInfo } = answer.parse((await actor.ask(document, variables))['search'])
  return { hits: edges.map(({ node }) => node), ...pageInfo }
}
async function find(actor: Actor, text: string, kinds: string[] | null = null) {
  return (await page(actor, { text, kinds, first: 50 })).hits
}
const shown = ({ text, marks }: z.infer<typeof marked>) =>
  marks.map(({ start, length }) => [...text].slice(start, start + length).join(''))

async function record(title: string, words = '', actor = recorder, operation = 'submitActivity') {
  const id = newId()
  const content = contentFor(pairingId, { title, words })
  const saved = await call(
    actor,
    operation === 'submitActivity' ? 'submitActivity' : 'saveActivityDraft',
    operation === 'submitActivity' ? { id, content } : { id, version: null, content },
  )
  expect(saved.id).toBe(id)
  return id
}

describe('is not found', () => {
  test('a record of a sibling, by its words, its id or its day', async () => {
    const id = await record('鹊桥联谊会')
    const sibling = await city.as('secretary')
    expect((await find(sibling, '鹊桥联谊会')).map((hit) => hit.id)).toEqual([id])
    const { rows } = await city.database.pool.query<{ account: string }>(
      `SELECT u.account FROM user_account u JOIN role_assignment r ON r.user_id = u.id JOIN organisation o ON o.id = r.organisation_id
       WHERE r.role = 'BRANCH_RECORDER' AND o.path NOT LIKE (SELECT left(parent.path, -1) || '%' FROM organisation own JOIN organisation parent ON parent.id = own.parent_id WHERE own.path = $1) ORDER BY u.account LIMIT 1`,
      [recorder.organisationPath],
    )
    const stranger = await city.as(rows[0]?.account ?? '')
    for (const text of ['鹊桥联谊会', '鹊', 'qqlyh', id, id.slice(0, 13)])
      expect(await find(stranger, text)).toEqual([])
    const theirs = await find(stranger, '2008-09-20', ['RECORD'])
    expect(theirs.map((hit) => hit.id)).not.toContain(id)
  })

  test('a draft of the other side', async () => {
    const id = await record('拟办的鹊桥会', '', recorder, 'saveActivityDraft')
    expect((await find(recorder, '拟办的鹊桥会')).map((hit) => hit.id)).toEqual([id])
    for (const account of ['community', 'street', 'municipal', 'auditor'])
      expect(await find(await city.as(account), '拟办的鹊桥会')).toEqual([])
  })

  test('any record by an administrator', async () => {
    await record('管理员看不到的联谊')
    expect(await find(await city.as('admin'), '管理员看不到的联谊')).toEqual([])
  })

  test('an account by anybody but the administrator', async () => {
    const hits = await find(await city.as('admin'), 'secretary', ['ACCOUNT'])
    expect(hits.map((hit) => hit.code)).toContain('secretary')
    for (const account of ['municipal', 'auditor', 'recorder', 'community'])
      expect(await find(await city.as(account), 'secretary', ['ACCOUNT'])).toEqual([])
  })

  test('an account by its holder’s initials by anybody but the administrator', async () => {
    await city.database.pool.query(
      `UPDATE user_account SET name = '单晓曦' WHERE account = 'secretary'`,
    )
    const [hit] = await find(await city.as('admin'), 'sxx', ['ACCOUNT'])
    expect(hit).toMatchObject({ code: 'secretary', title: { text: '单晓曦' } })
    expect(hit && shown(hit.title)).toEqual(['单晓曦'])
    expect(await find(await city.as('municipal'), 'sxx', ['ACCOUNT'])).toEqual([])
  })

  test('a volunteer by a name that the reader may not see', async () => {
    await addVolunteer(recorder, '欧阳不具名', { consentsToNamed: false })
    await addVolunteer(recorder, '欧阳愿具名')
    const names = async (account: string) =>
      (await find(await city.as(account), '欧阳')).map((hit) => hit.title.text)
    expect(await names('recorder')).toEqual(['欧阳不具名', '欧阳愿具名'])
    const bySound = async (account: string) =>
      (await find(await city.as(account), 'oyyjm', ['VOLUNTEER'])).map((hit) => shown(hit.title))
    expect(await bySound('recorder')).toEqual([['欧阳愿具名']])
    expect(await find(await city.as('municipal'), 'oybjm', ['VOLUNTEER'])).toEqual([])
    expect(await bySound('municipal')).toEqual([['欧阳愿具名']])
    expect(await names('municipal')).toEqual(['欧阳愿具名'])
    for (const account of ['community', 'street', 'admin']) expect(await names(account)).toEqual([])
  })

  test('a household but by its number, and by its keeper’s side and its branch alone', async () => {
    const { rows } = await city.database.pool.query<{ number: string; situation: string }>(
      `SELECT h.number, h.situation FROM household h JOIN organisation k ON k.id = h.keeper_id WHERE k.path = $1 ORDER BY h.number LIMIT 1`,
      [(await city.as('community')).organisationPath],
    )
    const { number = '', situation = '' } = rows[0] ?? {}
    for (const account of ['community', 'street']) {
      const [hit] = await find(await city.as(account), number, ['HOUSEHOLD'])
      expect(hit).toMatchObject({ kind: 'HOUSEHOLD', title: { text: number } })
      expect(await find(await city.as(account), situation, ['HOUSEHOLD'])).toEqual([])
    }
    for (const account of ['municipal', 'auditor', 'admin', 'zone', 'district'])
      expect(await find(await city.as(account), number, ['HOUSEHOLD'])).toEqual([])
  })
})

describe('a record is found', () => {
  test.each([
    ['two letters', '剪纸'],
    ['one letter', '剪'],
    ['the last letter', '舫'],
    ['a whole title', '剪纸艺术ABC-8工作舫'],
    ['words in any order', '工作舫 剪纸'],
    ['words of title and story', '剪纸 满堂彩'],
    ['half of a Latin word, in capitals', 'Bc-8'],
    ['full width', 'ＡＢＣ－８'],
    ['traditional characters', '剪紙藝術'],
    ['an emoji', '🎉'],
    ['words and its day', '剪纸 2008年9月20日'],
    ['words and its day without the year', '9月20日 剪纸'],
  ])('by %s', async (_what, text) => {
    const [known] = await find(recorder, '剪纸艺术')
    const id = known?.id ?? (await record('剪纸艺术ＡＢＣ-8工作舫', '居民满堂彩🎉'))
    const municipal = await city.as('municipal')
    for (const actor of [recorder, municipal])
      expect((await find(actor, text, ['RECORD'])).map((hit) => hit.id)).toEqual([id])
  })

  test.each([
    ['its initials', 'cyjlywdh'],
    ['a part of them, in capitals', 'JLYW'],
    ['two of them', 'dh'],
    ['the other reading of a character', 'zyjl'],
    ['initials and a word', 'yjly 军鼓'],
  ])('by %s', async (_what, text) => {
    const [known] = await find(recorder, '重阳节联谊晚动会')
    const id = known?.id ?? (await record('重阳节联谊晚动会', '军鼓开场'))
    const municipal = await city.as('municipal')
    for (const actor of [recorder, municipal]) {
      const hits = await find(actor, text, ['RECORD'])
      expect(hits.map((hit) => hit.id)).toContain(id)
    }
  })

  test('with the characters marked that sound so', async () => {
    await record('鹤鸣“诗社”雅集')
    const [hit] = await find(recorder, 'hmssyj')
    expect(hit && shown(hit.title)).toEqual(['鹤鸣“诗社”雅集'])
    const [part] = await find(recorder, 'mssy')
    expect(part && shown(part.title)).toEqual(['鸣“诗社”雅'])
    expect(await find(recorder, 'hmsy')).toEqual([])
  })

  test('by its id or the beginning of it', async () => {
    const id = await record('找编号')
    for (const text of [id, id.toUpperCase(), id.slice(0, 23)])
      expect((await find(recorder, text)).map((hit) => hit.id)).toEqual([id])
  })

  test('by its day, in every fashion', async () => {
    for (const text of ['2008年9月20日', '2008.9.20', '20080920', '9月20日', '２００８-９-２０']) {
      const hits = await find(recorder, text)
      expect(hits.length).toBeGreaterThan(0)
      expect(new Set(hits.map((hit) => hit.day))).toEqual(new Set(['2008-09-20']))
    }
  })

  test('with what was found marked', async () => {
    await record(
      '糖画课',
      `${'老师讲了很久。'.repeat(12)}孩子们学会了糖画，${'很高兴。'.repeat(20)}`,
    )
    const [hit] = await find(recorder, '糖画')
    expect(hit && shown(hit.title)).toEqual(['糖画'])
    expect(hit?.excerpt && shown(hit.excerpt)).toEqual(['糖画'])
    expect(hit?.excerpt?.text).toMatch(/^….*孩子们学会了糖画.*…$/)
    expect(hit).toMatchObject({ kind: 'RECORD', status: 'SUBMITTED', day: '2008-09-20' })
    expect(hit?.where).toContain(' · ')
  })

  test('only where the letters follow each other', async () => {
    await record('春风行动', '风行一时,行动迅速,春风拂面')
    expect(await find(recorder, '春风行动')).toHaveLength(1)
    expect(await find(recorder, '动春风')).toEqual([])
    expect(await find(recorder, '风行动迅')).toEqual([])
  })

  test.each(['%', '_', '\\', "'", '%%', "a'b\\", ':*', '& |', '!()', '\u0000', '🎉🎉🎉'])(
    'or not by %j, which means only itself',
    async (text) => {
      expect(await find(recorder, `${text}无此内容`)).toEqual([])
      await expect(find(await city.as('municipal'), text)).resolves.toBeDefined()
    },
  )

  test('or not by a search of 10,000 letters, which is read as far as it makes sense', async () => {
    expect(await find(recorder, '社'.repeat(10_000))).toEqual([])
    expect(await find(recorder, '社 '.repeat(5_000), ['RECORD'])).not.toEqual([])
    expect(await find(recorder, ' '.repeat(10_000))).toEqual([])
  })
})

describe('an organisation is found', () => {
  test.each([
    ['name', (o: Own) => o.name],
    ['code', (o: Own) => o.code.toLowerCase()],
    ['pinyin initials', (o: Own) => o.initials],
  ])('by its %s, before those that only hold it', async (_what, of) => {
    const { rows } = await city.database.pool.query<Own>(
      `SELECT name, code, pinyin_initials AS initials FROM organisation WHERE kind = 'AGENCY' AND pinyin_initials <> '' ORDER BY path LIMIT 1`,
    )
    const own = rows[0] ?? { name: '', code: '', initials: '' }
    const [first] = await find(recorder, of(own), ['ORGANISATION'])
    expect(first).toMatchObject({ kind: 'ORGANISATION', title: { text: own.name }, code: own.code })
  })
  type Own = { name: string; code: string; initials: string }

  test('and so are the records of its side', async () => {
    const { rows } = await city.database.pool.query<{ name: string }>(
      'SELECT c.name FROM pairing p JOIN organisation c ON c.id = p.community_side_id WHERE p.id = $1',
      [pairingId],
    )
    const name = rows[0]?.name ?? ''
    const hits = await find(await city.as('municipal'), name, ['RECORD'])
    expect(hits.length).toBeGreaterThan(0)
    for (const hit of hits) expect(`${hit.title.text}${hit.where}`).toContain(name)
  })
})

describe('a page', () => {
  test('follows the other by key, kind after kind, each hit once and the newest record first', async () => {
    const municipal = await city.as('municipal')
    const seen: z.infer<typeof answer>['edges'][number]['node'][] = []
    let after: string | null = null
    for (let pages = 0; pages < 400; pages += 1) {
      const found = await page(municipal, { text: '花园', first: 7, after })
      seen.push(...found.hits)
      after = found.endCursor
      if (!found.hasNextPage) break
    }
    expect(new Set(seen.map((hit) => hit.id)).size).toBe(seen.length)
    const kinds = seen.map((hit) => hit.kind)
    expect(kinds).toEqual(kinds.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)))
    const days = seen.flatMap((hit) => (hit.kind === 'RECORD' ? [hit.day ?? ''] : []))
    expect(days).toEqual(days.toSorted().toReversed())
    const { rows } = await city.database.pool.query<{ count: number }>(
      `SELECT count(*)::int FROM activity t JOIN organisation g ON g.id = t.agency_side_id JOIN organisation m ON m.id = t.community_side_id
       WHERE t.status IN ('SUBMITTED', 'COUNTERSIGNED', 'RETURNED') AND (t.title || t.words || g.name || m.name) LIKE '%花园%'`,
    )
    expect(days.length).toBeGreaterThan(0)
    expect(days).toHaveLength(rows[0]?.count ?? -1)
  })

  test('of a cursor that is none is refused', async () => {
    for (const after of ['x', Buffer.from('["RECORD","x"]').toString('base64url')]) {
      const { errors } = await recorder.answer(document, { text: '社区', kinds: ['RECORD'], after })
      expect(errors?.[0]?.extensions['code']).toBe('BAD_CURSOR')
    }
  })
})

test('the index follows an edit and a move', async () => {
  const id = await record('原来的題目')
  await city.database.pool.query(`UPDATE activity SET title = '改过的标题' WHERE id = $1`, [id])
  expect(await find(recorder, '原来的題目')).toEqual([])
  expect((await find(recorder, '改过的标题')).map((hit) => hit.id)).toEqual([id])
})
