import { expect, expectAccessible, expectSound, phone, test } from '../fixtures.ts'

test('a question of the meeting is built by keyboard, opened down to its records, drawn, exported and passed on', async ({
  actAs,
}) => {
  test.setTimeout(120_000)
  const { page } = await actAs('municipal')
  await page.goto('/explore')
  await expect(page.getByRole('heading', { name: '共建活动，按协作区' })).toBeVisible()
  await page.getByLabel('按什么分列').focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('heading', { name: '共建活动，按协作区 × 机关' })).toBeVisible()
  await page.getByLabel('按什么分列').selectOption({ label: '六帮' })
  const table = page.getByRole('region', { name: '共建活动，按协作区' }).last()
  await expect(table.getByRole('columnheader', { name: '绿色社区' })).toBeVisible()
  await expect(page.getByText('最多的是', { exact: false })).toBeVisible()
  await expectAccessible(page)

  // The fewest of the table's cells: all of its records stand on one page of the list.
  const cell = table.getByRole('row').nth(1).getByRole('cell').nth(3).getByRole('link')
  const count = Number(await cell.innerText())
  expect(count).toBeLessThanOrEqual(30)
  await cell.focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/records\?/)
  await expect(page.getByRole('row')).toHaveCount(count + 1)
  await page.goBack()

  await page.getByText('热力图', { exact: true }).click()
  await expect(page.getByRole('img', { name: /共建活动/ })).toBeVisible()
  const [picture] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '存为 PNG' }).click(),
  ])
  expect(picture.suggestedFilename()).toMatch(/\.png$/)
  await expectAccessible(page)
  const address = page.url()
  await page.getByRole('button', { name: '导出' }).click()
  const [workbook] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /Excel|xlsx/i }).click(),
  ])
  expect(workbook.suggestedFilename()).toMatch(/\.xlsx$/)

  // The address is the view: a district sees by it what is in its own sight, on a phone.
  const { page: district } = await actAs('district', phone)
  await district.goto(address.replace(/^https?:\/\/[^/]+/, ''))
  await expect(district.getByRole('img', { name: /共建活动/ })).toBeVisible()
  await expectSound(district)
  await expectAccessible(district)
})

test('what the address names and nobody knows is said, and a year without a period too', async ({
  actAs,
}) => {
  const { page } = await actAs('municipal', phone)
  await page.goto('/explore?by=PLANET&measure=unheardOf')
  await expect(page.getByText('by = PLANET')).toBeVisible()
  await page.getByRole('button', { name: '去掉它们' }).click()
  await expect(page.getByText('by = PLANET')).toHaveCount(0)
  await page.goto('/explore?year=1999')
  await expect(page.getByText('没有这个考核年度')).toBeVisible()
  await page.getByRole('button', { name: '查看本年度' }).click()
  await page.getByRole('link', { name: '各机关党员人均工时' }).click()
  await expect(page.getByRole('img', { name: /工时，按机关/ })).toBeVisible()
  await expectSound(page)
  await expectAccessible(page)
})
