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
  // The picture is read value by value with the arrow keys.
  const chart = page.getByRole('application', { name: '共建活动，按协作区 × 六帮' })
  await chart.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await expect(page.getByText(/^党群综合协作区，社区文化建设：\d+$/)).toBeVisible()
  await page.keyboard.press('End')
  await expect(page.getByText(/^公共事业协作区，社区文化建设：\d+$/)).toBeVisible()
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
  await expect(district.getByText('按您的权限', { exact: false })).toBeVisible()
  await expectSound(district)
  await expectAccessible(district)
})

test('plans are asked like records, each number opens its plans, and back leads to the question before', async ({
  actAs,
}) => {
  const { page } = await actAs('municipal')
  await page.goto('/explore')
  await page.getByLabel('看什么').selectOption({ label: '已商定年度计划的对子' })
  await expect(page.getByRole('heading', { name: '已商定年度计划的对子，按协作区' })).toBeVisible()
  // Pairings have no month and no area.
  await expect(page.getByLabel('从月份')).toHaveCount(0)
  await page.getByLabel('按什么分行').selectOption({ label: '区县' })
  await expect(page.getByRole('heading', { name: '已商定年度计划的对子，按区县' })).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('heading', { name: '已商定年度计划的对子，按协作区' })).toBeVisible()
  await page.goForward()
  await expect(page.getByRole('heading', { name: '已商定年度计划的对子，按区县' })).toBeVisible()
  await page.reload()
  const table = page.getByRole('region', { name: '已商定年度计划的对子，按区县' })
  await expect(table.getByRole('row').nth(1)).toBeVisible()
  await expectAccessible(page)
  await table.getByRole('row').nth(1).getByRole('link').click()
  await expect(page).toHaveURL(/\/plans\?.*state=AGREED/)
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
  await page.getByRole('link', { name: '机关人均义务献工工时' }).click()
  await expect(page.getByRole('img', { name: /工时，按机关/ })).toBeVisible()
  await expectSound(page)
  await expectAccessible(page)
})
