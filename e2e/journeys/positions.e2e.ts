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
