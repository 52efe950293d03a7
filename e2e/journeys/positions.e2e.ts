import { expect, expectAccessible, test } from '../fixtures.ts'

test('two officers: what one has open the other sees to be taken, and takes over with a word', async ({
  actAs,
}) => {
  test.slow()
  const { page: community } = await actAs('community')
  await community.goto('/inbox')
  const row = community.locator('[data-row]').last()
  await row.click()
  const title = await community.getByRole('heading', { level: 2 }).first().innerText()
  await community.getByRole('textbox', { name: '意见（可不填）' }).fill('群众欢迎')

  const { page: street } = await actAs('street')
  await street.goto('/inbox')
  await street.getByRole('searchbox', { name: '查找' }).fill(title)
  const taken = street.locator('[data-row]', { hasText: '正在处理' })
  await expect(taken).toBeVisible()
  await taken.click()
  await expect(street.getByRole('alert').filter({ hasText: '正在处理' })).toBeVisible()
  await expect(street.getByRole('button', { name: '确认属实，签署' })).toHaveCount(0)
  await expectAccessible(street)

  await street.getByRole('button', { name: '接手处理' }).click()
  await expect(street.getByRole('button', { name: '确认属实，签署' })).toBeVisible()
  await expect(community.getByRole('alert').filter({ hasText: '正在处理' })).toBeVisible()
  // What was typed is there again when it is free.
  await street.goto('/records')
  await community.getByRole('button', { name: '接手处理' }).click()
  await expect(community.getByRole('textbox', { name: '意见（可不填）' })).toHaveValue('群众欢迎')
})

test('an officer on leave names a deputy, who signs for them and says so', async ({ actAs }) => {
  test.slow()
  const { page: community } = await actAs('community')
  await community.goto('/me')
  await community.getByRole('button', { name: '请假代理' }).click()
  const dialog = community.getByRole('dialog')
  await dialog.getByRole('button', { name: '指定代理' }).click()
  await expect(dialog.getByText('请选择人员。')).toBeVisible()
  await dialog.getByLabel('代理人').fill('林春光')
  await community.getByRole('option', { name: /林春光/ }).click()
  await dialog.getByLabel('请假事由').fill('参加培训')
  await expectAccessible(community)
  await dialog.getByRole('button', { name: '指定代理' }).click()
  await expect(community.getByText(/由 林春光 代理/)).toBeVisible()

  const { page: deputy } = await actAs('street')
  await deputy
    .getByRole('combobox', { name: '切换角色' })
    .selectOption({ label: '省报社社区 · 代任秀英·社区干部' })
  await deputy.goto('/inbox')
  const title = await deputy.getByRole('heading', { level: 2 }).first().innerText()
  await deputy.getByRole('heading', { level: 2 }).first().click()
  await deputy.keyboard.press('4')
  await deputy.keyboard.press('Control+Enter')
  await expect(deputy.getByText(`已签署：${title}`)).toBeVisible()

  await community.goto(`/records?search=${encodeURIComponent(title)}&statuses=COUNTERSIGNED`)
  await community.getByRole('link', { name: title }).first().click()
  await expect(community.getByText('林春光（代 任秀英）').first()).toBeVisible()
  await community.goto('/me')
  await community.getByRole('button', { name: '提前结束' }).click()
  await expect(community.getByText(/由 林春光 代理/)).toHaveCount(0)
})
