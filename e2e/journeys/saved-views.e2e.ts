import { randomUUID } from 'node:crypto'
import { expect, expectAccessible, expectSound, phone, test } from '../fixtures.ts'

test('a view is kept by keyboard, shared with the city, found by a recorder within their own sight, renamed and removed', async ({
  actAs,
}) => {
  test.setTimeout(240_000)
  const name = `各机关工时 ${randomUUID().slice(0, 8)}`
  const { page } = await actAs('municipal')
  await page.goto('/explore?measure=people.hours&by=AGENCY&view=BARS&order=MOST')
  await expect(page.getByRole('img', { name: /工时，按机关/ })).toBeVisible()
  const views = page.getByRole('button', { name: /^视图/ })
  await views.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: '保存当前视图' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: '保存当前视图' })
  await dialog.getByRole('textbox', { name: '视图名称' }).fill(name)
  await dialog.getByRole('radio', { name: '全市' }).check()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: '保存', exact: true }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('button', { name: `视图：${name}`, exact: true })).toBeVisible()

  // Whoever opens it sees the figures that they may see.
  const { page: recorder } = await actAs('recorder', phone)
  await recorder.goto(`/explore/views?search=${encodeURIComponent(name)}`)
  await recorder.getByRole('link', { name, exact: true }).click()
  await expect(recorder).toHaveURL(/\/explore\?.*measure=people\.hours/)
  await expect(recorder.getByRole('img', { name: /工时，按机关/ })).toBeVisible()
  await expectSound(recorder)
  await recorder.goto(`/explore/views?search=${encodeURIComponent(name)}`)
  await expect(recorder.getByRole('link', { name, exact: true })).toBeVisible()
  await expect(recorder.getByRole('button', { name: `删除：${name}` })).toHaveCount(0)
  await expectSound(recorder)
  await expectAccessible(recorder)

  const renamed = `${name} 改`
  await page.goto(`/explore/views?search=${encodeURIComponent(name)}`)
  await page.getByRole('button', { name: `改名与共享：${name}`, exact: true }).click()
  const change = page.getByRole('dialog', { name: '改名与共享' })
  await change.getByRole('textbox', { name: '视图名称' }).fill(renamed)
  await change.getByRole('radio', { name: '仅自己' }).check()
  await change.getByRole('button', { name: '保存', exact: true }).click()
  await expect(page.getByRole('link', { name: renamed, exact: true })).toBeVisible()
  await expectSound(page)
  await expectAccessible(page)
  await recorder.reload()
  await expect(recorder.getByText('没有找到视图')).toBeVisible()

  await page.getByRole('button', { name: `删除：${renamed}`, exact: true }).click()
  await page.getByRole('button', { name: '确认删除' }).click()
  await expect(page.getByText('没有找到视图')).toBeVisible()
})
