import { expect, expectAccessible, test } from '../fixtures.ts'

test('a new indicator is in the form at once, keeps its unit once used, and is retired by a day', async ({
  actAs,
}) => {
  test.setTimeout(120_000)
  const { page } = await actAs('municipal')
  await page.goto('/catalogue')
  await page.getByRole('button', { name: '新增指标' }).click()
  const editor = page.getByRole('dialog')
  await expectAccessible(page)
  await editor.getByRole('button', { name: '保存' }).click()
  await expect(editor.getByText('请填写。').first()).toBeVisible()

  const name = `文艺演出${Date.now() % 10_000}`
  await editor.getByLabel('代码').fill(`culture.shows${Date.now()}`)
  await editor.getByLabel('帮扶方面').selectOption('CULTURE')
  for (const [language, text] of [
    ['简体', name],
    ['繁体', name],
    ['英文', 'Shows'],
  ] as const) {
    await editor.getByLabel(`名称（${language}）`).fill(text)
    await editor.getByLabel(`单位（${language}）`).fill('场')
  }
  await editor.getByLabel('一般不超过').fill('5')
  await editor.getByLabel('启用日期').fill('2008-01-01')
  await editor.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText(`已保存：${name}`)).toBeVisible()

  const { page: recorder } = await actAs('recorder')
  await recorder.goto('/recording')
  await recorder.getByRole('radio', { name: '社区文化建设' }).click()
  await recorder.getByRole('button', { name: `+ ${name}` }).click()
  await recorder.getByRole('textbox', { name }).fill('2')
  await recorder.getByRole('button', { name: '提交签署' }).click()
  await expect(recorder.getByText('等待 省报社社区 办理')).toBeVisible()

  await page.reload()
  await page.getByRole('button', { name: `修改：${name}` }).click()
  await expect(editor.getByLabel('单位（简体）')).toBeDisabled()
  await expect(editor.getByRole('button', { name: '删除' })).toHaveCount(0)
  await editor.getByLabel('停用日期（可不填）').fill('2008-01-31')
  await editor.getByRole('button', { name: '保存' }).click()
  await expect(editor.getByText(/仍有记录使用这个指标/)).toBeVisible()
  await editor.getByLabel('停用日期（可不填）').fill('2008-12-31')
  await editor.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('至2008年12月31日')).toBeVisible()
})
