import { expect, expectAccessible, phone, test } from '../fixtures.ts'

const lectures = '给社区党员讲党课'

test('a quantity opened from the overview stands above its records as the same number', async ({
  actAs,
}) => {
  const { page } = await actAs('municipal')
  const sum = page.getByRole('status').filter({ hasText: `${lectures}：` })
  // Others sign and return meanwhile: both are read again until they were read beside each other.
  await expect(async () => {
    await page.goto('/overview?year=2008&month=2008-05')
    const cell = page.getByRole('row').filter({ hasText: lectures }).getByRole('link').first()
    const shown = (await cell.innerText()).trim()
    await cell.click()
    await expect(page).toHaveURL(/\/records\?/)
    await expect(sum).toContainText(`已签署 ${shown} 次`, { timeout: 5000 })
  }).toPass({ timeout: 60_000 })
  await expect(page.getByRole('row').nth(1)).toBeVisible()
  await expectAccessible(page)

  const { page: narrow } = await actAs('municipal', phone)
  await narrow.goto(page.url().replace(/^https?:\/\/[^/]+/, ''))
  await expect(narrow.getByRole('status').filter({ hasText: `${lectures}：已签署` })).toBeVisible()
  await expectAccessible(narrow)
})
