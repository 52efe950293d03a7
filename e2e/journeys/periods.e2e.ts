import { expect, expectAccessible, test } from '../fixtures.ts'

test('a quarter closes with its checklist in sight, is opened for one branch until a day, and closed to it again', async ({
  actAs,
}) => {
  test.setTimeout(120_000)
  const { page } = await actAs('municipal')
  await page.goto('/periods')
  await expect(page.getByRole('heading', { level: 1, name: '考核年度' })).toBeVisible()
  const quarter = (number: number) => page.getByRole('row', { name: `第 ${number} 季度` })
  await expect(quarter(1)).toContainText('已锁定')
  await expect(quarter(2)).toContainText('收口中')
  await expectAccessible(page)

  await quarter(3).getByRole('button', { name: '开始收口' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(/还有 \d+ 份草稿|没有未办完的记录/)).toBeVisible()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: '开始收口' }).click()
  await expect(quarter(3)).toContainText('收口中')

  const { page: recorder } = await actAs('recorder')
  await recorder.goto('/recording')
  await recorder.getByRole('radio', { name: '社区文化建设' }).click()
  await recorder.getByLabel('日期').fill('2008-05-06')
  await recorder.getByRole('button', { name: '提交签署' }).click()
  await expect(recorder.getByText(/该日期所在的考核期正在收口/)).toBeVisible()

  await page.getByRole('button', { name: '设例外' }).click()
  await dialog.getByRole('button', { name: '设例外' }).click()
  await expect(dialog.getByText('请填写。').first()).toBeVisible()
  await dialog.getByRole('combobox', { name: '组织' }).fill('A001-01')
  await page.getByRole('option', { name: /A001-01/ }).click()
  await dialog.getByLabel('考核期').selectOption('3')
  await dialog.getByLabel('理由').fill('五月的两次活动漏报，准予补报')
  await dialog.getByLabel('截止日（含当天）').fill('2008-10-10')
  await dialog.getByRole('button', { name: '设例外' }).click()
  await expect(
    page.getByRole('listitem').filter({ hasText: '五月的两次活动漏报，准予补报' }),
  ).toBeVisible()
  await expectAccessible(page)

  await page
    .getByRole('listitem')
    .filter({ hasText: '五月的两次活动漏报' })
    .getByRole('button', { name: '收回' })
    .click()
  await dialog.getByLabel('理由').fill('已补报完毕')
  await dialog.getByRole('button', { name: '收回' }).click()
  await expect(page.getByText(/收回：已补报完毕/)).toBeVisible()

  await quarter(3).getByRole('button', { name: '重新开放' }).click()
  await dialog.getByRole('button', { name: '重新开放' }).click()
  await expect(quarter(3)).toContainText('开放')
})

test('what is locked says so, and why nothing can be done with it', async ({ actAs }) => {
  const { page } = await actAs('municipal')
  await page.goto('/records?dayFrom=2007-10-01&dayTo=2007-12-31&statuses=COUNTERSIGNED')
  await page.locator('main').getByRole('link').filter({ hasText: /./ }).nth(0).waitFor()
  await page.locator('main a[href^="/records/"]').first().click()
  await expect(page.getByText('该记录所在的考核期已锁定，不再变动。')).toBeVisible()
  await page.getByRole('link', { name: '为这条记录设例外' }).click()
  await expect(page.getByRole('dialog').getByText(/^记录：/)).toBeVisible()
})

test('a year is opened only where it joins the others', async ({ actAs }) => {
  const { page } = await actAs('admin')
  await page.goto('/periods')
  await page.getByRole('button', { name: '开设新年度' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('年度').fill('2011')
  await dialog.getByLabel('第一天').fill('2012-10-01')
  await dialog.getByRole('button', { name: '开设新年度' }).click()
  await expect(dialog.getByText(/首尾|衔接|相接|空档|间隔/).last()).toBeVisible()
  await dialog.getByLabel('年度').fill('2010')
  await dialog.getByLabel('第一天').fill('2009-10-01')
  await dialog.getByRole('button', { name: '开设新年度' }).click()
  await expect(page.getByRole('row', { name: /2010 年度/ })).toContainText('开放')
})

test('a record of a locked quarter is corrected: proposed by the branch, approved by the committee', async ({
  actAs,
}) => {
  test.setTimeout(120_000)
  const { page: recorder } = await actAs('recorder')
  await recorder.goto('/records?dayFrom=2007-10-01&dayTo=2007-12-31&statuses=COUNTERSIGNED')
  await recorder.locator('main a[href^="/records/"]').first().click()
  await recorder.getByRole('link', { name: '更正这条记录' }).click()
  await expect(recorder.getByRole('heading', { level: 1, name: '更正记录' })).toBeVisible()
  await recorder.getByRole('button', { name: '提出更正' }).click()
  await expect(recorder.getByText('请填写。')).toBeVisible()
  await recorder.getByLabel('更正理由').fill('参加人数当时少报一人')
  const people = recorder.getByLabel('参加人次')
  await people.fill(String(Number(await people.inputValue()) + 1))
  await expectAccessible(recorder)
  await recorder.getByRole('button', { name: '提出更正' }).click()
  await expect(recorder.getByText(/等待审批/)).toBeVisible()
  await expect(recorder.getByRole('button', { name: '提出更正' })).toHaveCount(0)

  const { page } = await actAs('municipal')
  await page.goto('/corrections?status=PROPOSED')
  const item = page.getByRole('listitem').filter({ hasText: '参加人数当时少报一人' })
  await expectAccessible(page)
  await item.getByRole('button', { name: '不批准' }).click()
  await expect(item.getByText('请填写。')).toBeVisible()
  await item.getByRole('button', { name: '批准', exact: true }).click()
  await expect(item).toHaveCount(0)
  await recorder.reload()
  await expect(recorder.getByText(/已批准/)).toBeVisible()
})
