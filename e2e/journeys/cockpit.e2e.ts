import { desk, expect, expectAccessible, openInInbox, phone, test } from '../fixtures.ts'

test('the wall shows the year, moves when a record is signed, and says when its figures are old', async ({
  actAs,
}) => {
  test.slow()
  const { page: wall, context } = await actAs('municipal')
  await wall.goto('/overview')
  await wall.getByRole('link', { name: '驾驶舱' }).click()
  await expect(wall.getByRole('heading', { level: 1, name: /驾驶舱/ })).toBeVisible()
  await expect(wall.getByRole('navigation')).toHaveCount(0)
  await expectAccessible(wall)
  const latest = wall.getByRole('region', { name: '最近签署' }).locator('li').first()

  const { page: community } = await actAs('community')
  await community.goto('/inbox')
  const title = await openInInbox(community.locator('[data-row]').last())
  await community.getByRole('radio', { name: /4/ }).click()
  await community.getByRole('button', { name: '确认属实，签署' }).click()
  await expect(community.getByText(`已签署：${title}`)).toBeVisible()
  await expect(latest).toContainText(title)

  await wall.getByRole('button', { name: '浅色' }).click()
  await expectAccessible(wall)
  await wall.reload()
  await expect(wall.getByRole('button', { name: '深色' })).toBeVisible()
  await context.setOffline(true)
  await expect(wall.getByRole('status')).toContainText('连接中断')
  await expect(latest).toContainText(title)
  await context.setOffline(false)
  await expect(wall.getByText('数据截至')).toBeVisible()

  await wall.setViewportSize(phone)
  await expectAccessible(wall)
  await wall.setViewportSize(desk)
  await wall.keyboard.press('Escape')
  await expect(wall).toHaveURL(/\/overview/)
})

test('an agency has a wall of its own', async ({ actAs }) => {
  const { page } = await actAs('secretary')
  await page.goto('/cockpit')
  await expect(page.getByRole('region', { name: '活动较多的机关' }).locator('li')).toHaveCount(1)
  await expectAccessible(page)
})
