import { readFile } from 'node:fs/promises'
import { expect, expectAccessible, expectSound, phone, test } from '../fixtures.ts'

test('the committee finds who owes a report, with whom records wait, and which agency met which street', async ({
  actAs,
}) => {
  test.setTimeout(150_000)
  const { page } = await actAs('municipal')
  await page.goto('/coverage')
  await expect(page.getByRole('heading', { level: 1, name: '报送与覆盖' })).toBeVisible()
  const months = page.getByRole('table', { name: '逐月' })
  await expect(months.getByRole('row')).toHaveCount(13)
  await expect(page.getByText('当月结对满 15 天', { exact: false })).toBeVisible()
  await expectAccessible(page)

  // From a month to those that owe its report, and from one of them to the pairing.
  await months
    .getByRole('row', { name: /^2008年2月 / })
    .getByRole('link')
    .click()
  await expect(page).toHaveURL(/view=late/)
  const late = page.getByRole('table', { name: '迟报未报' })
  await expect(late.getByRole('row').nth(1)).toContainText('未报')
  await expect(late.getByRole('row').nth(1)).toContainText('2008年2月')
  await expectAccessible(page)
  await late.getByRole('row').nth(1).getByRole('link').first().click()
  await expect(page).toHaveURL(/\/pairings\//)

  // The number of records that wait too long is the number of records in the list that it opens.
  await page.goto('/coverage?view=waiting')
  const waiting = page.getByRole('table', { name: '等谁签署' })
  const first = waiting.getByRole('row').nth(1)
  const number = Number(await first.getByRole('cell').nth(3).innerText())
  await expectAccessible(page)
  await first.getByRole('cell').nth(3).getByRole('link').click()
  await expect(page.getByRole('button', { name: /待 .+ 签署/ })).toBeVisible()
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(number + 1)
  await expectAccessible(page)

  // The whole matrix by keyboard: one tab stop, arrows from cell to cell, Enter to the records.
  await page.goto('/coverage?view=matrix')
  const grid = page.getByRole('grid')
  await expect(grid.getByRole('row')).toHaveCount(97)
  await expect(grid.getByRole('columnheader')).toHaveCount(92)
  await expectAccessible(page)
  await grid.locator('td[tabindex="0"]').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  const focused = page.locator('td:focus')
  await expect(focused).toHaveText(/\d+/)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/partnerId=/)
  await expect(page.getByRole('button', { name: /与 .+街道工委/ })).toBeVisible()
})

test('the committee changes until when reports are to come, and sees where a plan was due', async ({
  actAs,
}) => {
  test.slow()
  const { page } = await actAs('municipal')
  await page.goto('/periods?year=2009')
  const rule = page.getByRole('region', { name: '报送要求' })
  await rule.getByRole('button', { name: '调整报送要求' }).click()
  const dialog = page.getByRole('dialog', { name: '调整2009年度的报送要求' })
  await dialog.getByLabel('次月几日前提交为按时').fill('31')
  await dialog.getByRole('button', { name: '调整报送要求' }).click()
  await expect(dialog.getByText('请填1到28之间的数')).toBeVisible()
  await expectAccessible(page)
  // Told again in the same city it finds what it has set: what is kept is never changed.
  const day = String(1 + (Date.now() % 28))
  const reason = `与例会同步 ${Date.now()}`
  await dialog.getByLabel('次月几日前提交为按时').fill(day)
  await dialog.getByRole('radio', { name: '有计划的只报计划到期的月份' }).check()
  await dialog.getByLabel('理由').fill(reason)
  await dialog.getByRole('button', { name: '调整报送要求' }).click()
  await expect(dialog).toBeHidden()
  await expect(
    rule.getByText(`次月 ${day} 日前（含当天）提交为按时`, { exact: false }),
  ).toBeVisible()
  const change = rule.getByRole('row').filter({ hasText: reason })
  await expect(change).toContainText('2008年10月')
  await expectAccessible(page)
  await page.setViewportSize(phone)
  await expect(rule.getByRole('listitem').filter({ hasText: reason })).toBeVisible()
  await expectSound(page)
  await expectAccessible(page)

  await page.goto('/coverage?view=late&state=ON_TIME')
  await page.getByRole('switch', { name: '只看当月有计划到期的' }).check()
  await expect(page).toHaveURL(/planned=true/)
  const late = page.getByRole('list', { name: '迟报未报' })
  await expect(late.getByRole('listitem').first()).toContainText('当月有计划到期')
  await expectSound(page)
  await expectAccessible(page)
})

test('the gaps of the matrix stand by name before it and lead to their pairings', async ({
  actAs,
}) => {
  const { page } = await actAs('municipal')
  await page.goto('/coverage?view=matrix')
  const gaps = page.getByRole('table', { name: /没有已签署活动的 \d+ 对/ })
  await expect(gaps.getByRole('row').nth(1)).toBeVisible()
  await page.getByRole('switch', { name: '只看有空白的机关和街道' }).check()
  await expect(page).toHaveURL(/gaps=true/)
  const grid = page.getByRole('grid')
  await expect(grid.locator('td[data-gap]').first()).toBeVisible()
  await expect.poll(() => grid.getByRole('row').count()).toBeLessThan(60)
  await expectAccessible(page)
  await gaps.getByRole('row').nth(1).getByRole('link').click()
  await expect(page).toHaveURL(/\/pairings\//)
})

test('who waits for a signature sees which position signs', async ({ actAs }) => {
  const { page } = await actAs('municipal')
  await page.goto('/coverage?view=waiting')
  const waiting = page.getByRole('table', { name: '等谁签署' })
  const first = waiting.getByRole('row').nth(1)
  await expect(first).toContainText(/\d+ 人|岗位空缺/)
  await first.getByRole('link', { name: /社区干部|填报员/ }).click()
  await expect(page).toHaveURL(/\/admin\/positions\?.*role=/)
})

test('a zone narrows the matrix; on a phone it is one agency at a time', async ({ actAs }) => {
  const { page } = await actAs('municipal', phone)
  await page.goto('/coverage?view=matrix')
  await expect(page.getByLabel('机关', { exact: true })).toBeVisible()
  await expect(page.getByRole('list').filter({ hasText: '活动次数' })).toBeVisible()
  await expectSound(page)
  await expectAccessible(page)
  await page.getByRole('button', { name: /筛选/ }).click()
  await page.getByLabel('协作区').selectOption({ index: 1 })
  await expect(page).toHaveURL(/zoneId=/)
  await expect(page.getByText('96 个机关', { exact: false })).toHaveCount(0)
  await page.goto('/coverage')
  await expect(page.getByText('报送率').first()).toBeVisible()
  await expectSound(page)
  await expectAccessible(page)
})

test('an agency sees its own reports and streets', async ({ actAs }) => {
  const { page } = await actAs('secretary')
  await page.goto('/coverage?by=AGENCY')
  await expect(page.getByRole('table', { name: '逐单位' }).getByRole('row')).toHaveCount(2)
  await page.goto('/coverage?view=matrix')
  await expect(page.getByRole('grid').getByRole('row')).toHaveCount(2)
})

test('the map of pairs shows one agency’s ties, opens their records, zooms by key and is saved as a picture', async ({
  actAs,
}) => {
  test.setTimeout(90_000)
  const { page } = await actAs('municipal')
  await page.goto('/pairs-map')
  const diagram = page.getByRole('group', { name: /结对图/ })
  await expect(diagram.getByRole('button')).toHaveCount(187)
  await expectAccessible(page)
  await diagram.locator('[data-node][tabindex="0"]').focus()
  await expect(page.getByRole('heading', { level: 2, name: '市委组织部' })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/at=/)
  const before = await diagram.locator('g').first().getAttribute('transform')
  await page.keyboard.press('+')
  await expect(diagram.locator('g').first()).not.toHaveAttribute('transform', before ?? '')
  await expectAccessible(page)

  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '存为 SVG' }).click(),
  ])
  const picture = await readFile(await file.path(), 'utf8')
  expect(picture).toContain('市委组织部')
  expect(picture).toContain('viewBox="0 -40')
  const [image] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '存为 PNG' }).click(),
  ])
  expect((await readFile(await image.path())).subarray(1, 4).toString()).toBe('PNG')

  const table = page.getByRole('region', { name: '市委办公厅' })
  await table.getByRole('row').nth(1).getByRole('link').first().click()
  await expect(page).toHaveURL(/\/pairings\//)
  await page.goBack()
  await table.getByRole('row').nth(1).getByRole('link').last().click()
  await expect(page).toHaveURL(/\/records\?.*partnerId=/)
  await expect(page.getByRole('table').getByRole('row').nth(1)).toBeVisible()
})

test('on a phone the map of pairs is one side at a time', async ({ actAs }) => {
  const { page } = await actAs('municipal', phone)
  await page.goto('/pairs-map')
  await page.getByLabel('看哪一方').selectOption('街道')
  await expect(page.getByLabel('街道', { exact: true })).toBeVisible()
  await expectSound(page)
  await expectAccessible(page)
})
