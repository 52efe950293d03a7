import { expect, expectAccessible, phone, test } from '../fixtures.ts'

const head = ['日期', '共建对子', '标题', '指标1', '数量1', '参加人数', '人均工时']
const lines = (...rows: string[][]) =>
  Buffer.from(`\uFEFF${[head, ...rows].map((row) => row.join(',')).join('\r\n')}\r\n`)
const csv = (buffer: Buffer, name = '九月.csv') => ({ name, mimeType: 'text/csv', buffer })

test('a branch brings in a sheet: what is wrong is told and comes back marked, what is good is kept when told, and undone', async ({
  actAs,
}) => {
  test.setTimeout(120_000)
  const { page } = await actAs('recorder')
  await page.goto('/imports')
  const template = page.waitForEvent('download')
  await page.getByRole('link', { name: '下载模板' }).click()
  expect((await template).suggestedFilename()).toMatch(/\.xlsx$/)

  const stamp = Date.now()
  const choose = page.locator('input[type=file]')
  await choose.setInputFiles(csv(Buffer.from('d0cf11e0a1b11ae1', 'hex'), '旧表.xls'))
  await expect(page.getByText('这是旧版 Excel 文件')).toBeVisible()

  await choose.setInputFiles(
    csv(
      lines(
        [
          '2008年9月3日',
          '省报社社区',
          `导入甲${stamp}`,
          'partyBuilding.lectures',
          '1场',
          '１２人',
          '1.5小时',
        ],
        [
          '二〇〇八年九月四日',
          '省报社社区',
          `导入乙${stamp}`,
          'partyBuilding.lectures',
          '2',
          '9',
          '1',
        ],
        ['近日', '省报社社区', `导入丙${stamp}`, 'partyBuilding.lectures', '2', '9', '1'],
        ['2008.9.3', '省报社社区', `导入甲${stamp}`, 'partyBuilding.lectures', '1', '12', '1.5'],
      ),
    ),
  )
  const result = page.getByRole('region', { name: '九月.csv' })
  await expect(result.getByText('2 行可以写入，1 行有待更正，1 行重复。')).toBeVisible()
  await expect(result.getByText('近日')).toBeVisible()
  await result.getByText('重复 1').click()
  await expect(result.getByText('与第 2 行完全相同')).toBeVisible()
  await expectAccessible(page)
  const marked = page.waitForEvent('download')
  await result.getByRole('link', { name: '下载标注了问题的表格' }).click()
  expect((await marked).suggestedFilename()).toMatch(/\.xlsx$/)

  await result.getByRole('radio', { name: '草稿' }).check()
  await result.getByRole('button', { name: '写入 2 行' }).click()
  await expect(result.getByText('已写入 2 条记录。')).toBeVisible()
  await page.goto('/records?statuses=DRAFT')
  await expect(page.getByText(`导入甲${stamp}`)).toBeVisible()

  await page.goto('/imports')
  await page.getByRole('button', { name: '九月.csv' }).first().click()
  await page.getByRole('button', { name: '撤销这次导入（2 条）' }).click()
  await expect(result.getByText('已撤销，2 条记录已撤回。')).toBeVisible()
})

test('a good row that is like a record there is told of it, with the way to the record, and is taken all the same', async ({
  actAs,
}) => {
  test.setTimeout(120_000)
  const { page } = await actAs('recorder')
  await page.goto('/imports')
  const stamp = Date.now()
  const day = `2008-7-${1 + (stamp % 28)}`
  const row = (title: string) => [day, '省报社社区', title, 'partyBuilding.lectures', '1', '9', '1']
  const choose = page.locator('input[type=file]')
  const [before, after] = [`之前${stamp}.csv`, `之后${stamp}.csv`]
  const title = `庭院议事与居民代表座谈会${stamp}`
  await choose.setInputFiles(csv(lines(row(title)), before))
  await page
    .getByRole('region', { name: before })
    .getByRole('button', { name: '写入 1 行' })
    .click()
  await expect(page.getByText('已写入 1 条记录。')).toBeVisible({ timeout: 30_000 })

  await choose.setInputFiles(csv(lines(row(`${title}纪要`)), after))
  const result = page.getByRole('region', { name: after })
  await expect(result.getByText('有 1 行与已有记录或表中其他行相像')).toBeVisible({
    timeout: 30_000,
  })
  await result.getByText('相像 1', { exact: true }).click()
  await expect(result.getByText(`与同一天的记录“${title}”相像`)).toBeVisible()
  await expectAccessible(page)
  await expect(result.getByRole('button', { name: '写入 1 行' })).toBeVisible()
  await result.getByRole('link', { name: '查看这条记录' }).click()
  await expect(page.getByRole('heading', { name: title })).toBeVisible()
})

test('a large sheet shows how far it is; the keeping is stopped and gone on with, on a phone too', async ({
  actAs,
}) => {
  test.setTimeout(180_000)
  const { page } = await actAs('recorder', phone)
  await page.goto('/imports')
  const stamp = Date.now()
  await page
    .locator('input[type=file]')
    .setInputFiles(
      csv(
        lines(
          ...Array.from({ length: 6000 }, (_, index) => [
            `2008-8-1${index % 10}`,
            '省报社社区',
            `成批${stamp}-${index}`,
            'partyBuilding.lectures',
            '1',
            '9',
            '1',
          ]),
        ),
        '全年.csv',
      ),
    )
  const result = page.getByRole('region', { name: '全年.csv' })
  await expect(result.getByText('6000 行可以写入，0 行有待更正。')).toBeVisible({ timeout: 60_000 })
  await result.getByRole('button', { name: '写入 6000 行' }).click()
  await result.getByRole('button', { name: '停止' }).click()
  await expect(result.getByText(/^已停止：写入了 \d+ 条/)).toBeVisible({ timeout: 30_000 })
  await expectAccessible(page)
  await page.reload()
  await page.getByRole('button', { name: '全年.csv' }).first().click()
  await result.getByRole('button', { name: '继续写入' }).click()
  await expect(result.getByText('已写入 6000 条记录。')).toBeVisible({ timeout: 60_000 })
  await result.getByRole('button', { name: '撤销这次导入（6000 条）' }).click()
  await expect(result.getByText('已撤销，6000 条记录已撤回。')).toBeVisible({ timeout: 60_000 })
})
