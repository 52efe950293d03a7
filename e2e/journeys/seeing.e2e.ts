import { expect, expectAccessible, signIn, test } from '../fixtures.ts'

test('every number opens the records behind it, and the list adds up to it', async ({ actAs }) => {
  const { page } = await actAs('municipal')
  await page.goto('/overview?by=AGENCY')
  const table = page.getByRole('region', { name: '分组汇总' })
  const row = table.getByRole('row', { name: /市总工会/ })
  const shown = Number((await row.getByRole('link').nth(1).innerText()).replaceAll(',', ''))
  await row.getByRole('link').nth(1).click()
  await expect(page).toHaveURL(/records\?.*organisationId=/)
  await expect(page.getByRole('heading', { level: 1, name: '活动记录' })).toBeVisible()
  await expect(page.getByRole('row').nth(1)).toBeVisible()
  for (let loaded = 30; loaded < shown; loaded += 30) {
    await expect(page.getByRole('row')).toHaveCount(loaded + 1)
    await page.getByRole('button', { name: '显示更多' }).click()
  }
  await expect(page.getByRole('row')).toHaveCount(shown + 1)
  await expect(page.getByRole('button', { name: '显示更多' })).toHaveCount(0)
  await expectAccessible(page)
})

test('the report of the year says the same numbers in prose, and each opens its records', async ({
  actAs,
}) => {
  const { page } = await actAs('municipal')
  await page.goto('/year-report')
  // Other stories of this city may have signed more by now.
  const sentence = page.getByText(/全年开展六帮活动共计\d+次/)
  await expect(sentence).toBeVisible()
  const [, counted = ''] = /共计(\d+)次/.exec(await sentence.innerText()) ?? []
  expect(Number(counted)).toBeGreaterThanOrEqual(1721)
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: '下载 Word 文档' }).click()
  expect((await download).suggestedFilename()).toMatch(/2008.*\.docx$/)
  await page.getByRole('link', { name: counted, exact: true }).first().click()
  await expect(page).toHaveURL(/\/records\?year=2008&kinds=SIX_HELPS&statuses=COUNTERSIGNED/)
  await expect(page.getByRole('table').getByRole('row').nth(5)).toBeVisible()
})

test('the next page of a list stands under the one before it', async ({ actAs }) => {
  const { page } = await actAs('municipal')
  for (const list of ['/records', '/donations', '/admin/positions']) {
    await page.goto(list)
    const rows = page.getByRole('table').last().getByRole('row')
    await expect(rows.nth(20)).toBeVisible()
    const before = await rows.count()
    const first = await rows.nth(1).innerText()
    await page.getByRole('button', { name: '更多' }).click()
    await expect(rows.nth(before)).toBeVisible()
    await expect(rows.nth(1)).toHaveText(first, { useInnerText: true })
  }
})

test('filters live in the address, and organisations that reported nothing are there', async ({
  actAs,
}) => {
  const { page } = await actAs('municipal')
  await page.goto('/overview?by=STREET&onlySilent=true')
  await expect(page.getByRole('region', { name: '分组汇总' })).toBeVisible()
  await page.getByLabel('月份').selectOption({ index: 3 })
  await expect(page).toHaveURL(/month=2007-12/)
  await page.reload()
  await expect(page.getByLabel('月份')).toHaveValue('2007-12')
})

test('a table comes out as a workbook and as text, with the filters of the page', async ({
  actAs,
}) => {
  const { page } = await actAs('municipal')
  await page.goto('/records?areas=GREEN&statuses=COUNTERSIGNED')
  await page.getByRole('button', { name: '导出' }).click()
  const [csv] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /csv/ }).click(),
  ])
  expect(csv.suggestedFilename()).toMatch(/共建活动-2008-.*\.csv/)
  const lines = (await (await csv.createReadStream()).toArray())
    .map(String)
    .join('')
    .trim()
    .split('\r\n')
  // Other stories of this city may have signed more by now.
  expect(lines.length - 1).toBeGreaterThanOrEqual(120)
  expect(lines.slice(1).filter((line) => !line.includes('绿色社区'))).toEqual([])
})

test('whom one may not see is not found, and a role without the right is told so', async ({
  actAs,
}) => {
  const { page } = await actAs('recorder')
  await page.goto('/records/00000000-0000-7000-8000-000000000000')
  await expect(page.getByText('没有这条记录，或您无权查看')).toBeVisible()
  await page.goto('/no-such-page')
  await expect(page.getByRole('heading', { name: '没有这个页面' })).toBeVisible()
  const { page: zone } = await actAs('zone')
  await zone.goto('/inbox')
  await expect(zone.getByText('您当前的角色不签署活动。')).toBeVisible()
})

test('somebody with two roles switches between them in the header', async ({ actAs }) => {
  const { page } = await actAs('street')
  await page
    .getByRole('combobox', { name: '切换角色' })
    .selectOption({ label: '索菲亚社区 · 社区干部' })
  await expect(page.getByRole('main').getByText('索菲亚社区', { exact: true })).toBeVisible()
  await expect(page.getByRole('combobox', { name: '切换角色' })).toContainText('索菲亚社区')
})

test('the administrator makes an account, whose first password must be changed', async ({
  actAs,
}) => {
  const { page } = await actAs('admin')
  await page.goto('/admin/accounts')
  await page.getByRole('button', { name: '新建账号' }).click()
  const account = `new${Date.now().toString(36)}`
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('账号').fill(account)
  await dialog.getByLabel('姓名').fill('测试人员')
  await dialog.getByLabel(/所在组织/).fill('A002-01')
  await page.getByRole('listbox').getByRole('option').first().click()
  await dialog.getByRole('button', { name: '建立' }).click()
  const password = await page.getByTestId('first-password').innerText()
  const fresh = await actAs(null)
  await signIn(fresh.page, account, password)
  await expect(fresh.page.getByRole('heading', { name: '请设置自己的密码' })).toBeVisible()
  await expectAccessible(fresh.page)
  await fresh.page.getByLabel('当前密码').fill(password)
  await fresh.page.getByLabel('新密码', { exact: true }).fill('雪梅-风-2008-松花江')
  await fresh.page.getByLabel('再输一次新密码').fill('雪梅-风-2008-松花江')
  await fresh.page.getByRole('button', { name: '修改密码' }).click()
  await expect(fresh.page.getByRole('heading', { name: '我的工作台' })).toBeVisible()
})

test('the auditor checks every link of the trail', async ({ actAs }) => {
  const { page } = await actAs('auditor')
  await page.goto('/audit')
  await page.getByRole('button', { name: '校验全部记录' }).click()
  await expect(page.getByText('完整', { exact: true })).toBeVisible()
})
