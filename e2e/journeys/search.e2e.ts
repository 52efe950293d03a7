import { expect, expectAccessible, expectSound, phone, test } from '../fixtures.ts'

test('one search finds records, organisations and people from every page, by keyboard and on a phone', async ({
  actAs,
}) => {
  const { page } = await actAs('recorder')
  const field = page.getByRole('searchbox', { name: '搜索记录、组织、人员和编号' })
  await expect(field).toBeVisible()
  await page.keyboard.press('/')
  await expect(field).toBeFocused()
  await field.fill('社区 党员')
  await field.press('Enter')
  await expect(page).toHaveURL(/\/search\?q=/)
  const records = page.getByRole('list', { name: '活动记录' })
  await expect(records.locator('mark', { hasText: '党员' }).first()).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('navigation', { name: '结果类别' }).getByText('活动记录').click()
  await expect(page).toHaveURL(/kind=records/)
  await records.getByRole('link').first().click()
  await expect(page).toHaveURL(/\/records\//)

  await page.keyboard.press('Control+k')
  await page.keyboard.type('没有这样的话')
  await page.keyboard.press('Enter')
  await expect(page.getByText('没有找到“没有这样的话”')).toBeVisible()

  await page.setViewportSize(phone)
  await page.goto('/records')
  await page.getByRole('link', { name: '搜索', exact: true }).click()
  await expect(field).toBeFocused()
  await field.fill('szgh')
  await expect(page.getByRole('list', { name: '组织' }).getByRole('listitem').first()).toBeVisible()
  await expectSound(page)
  await expectAccessible(page)
})
