import { readFile } from 'node:fs/promises'
import { expect, expectAccessible, expectSound, phone, test } from '../fixtures.ts'

test('the office drafts a bulletin from a run, two people publish it, and anybody can verify it', async ({
  actAs,
}) => {
  test.setTimeout(120_000)
  const { page } = await actAs('municipal')
  await page.goto('/assessment')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.goto('/bulletins')
  await page.getByLabel('排列').selectOption({ label: '按固定的单位顺序' })
  await page.getByRole('button', { name: '按考评数据起草' }).click()
  const body = page.getByLabel('正文')
  await expect(body).toHaveValue(/平均得分[\d.]+分/)
  await page.getByLabel('发文字号').fill('第12号')
  await page.getByRole('button', { name: '保存并更新预览' }).click()
  await expect(page.getByText('发文字号应写作')).toBeVisible()
  await page.getByLabel('发文字号').fill('哈直党发[2008]12号')
  await page.getByRole('button', { name: '保存并更新预览' }).click()
  await expect(page.getByText('哈直党发〔2008〕12号')).toBeVisible()
  await expectSound(page)
  await expectAccessible(page)
  await page.getByRole('button', { name: '提交签发' }).click()
  await expect(page.getByRole('button', { name: '签发', exact: true })).toBeDisabled()
  await expect(page.getByText('提交人本人不能签发')).toBeVisible()
  const address = page.url()

  const { page: second } = await actAs('municipal2')
  await second.goto(address)
  await second.getByRole('button', { name: '签发', exact: true }).click()
  await expect(second.getByText('已印发')).toBeVisible()
  const download = second.waitForEvent('download')
  await second.getByRole('link', { name: '下载 Word' }).click()
  const file = await (await download).path()
  const code = (await second.getByRole('link', { name: /^查验码/ }).textContent()) ?? ''

  const { page: anybody } = await actAs(null, phone)
  await anybody.goto('/verify/bulletin')
  await anybody.getByLabel('查验码').fill(code.replace('查验码', '').trim())
  await anybody.getByRole('button', { name: '查验', exact: true }).click()
  await expect(anybody.getByText('本系统印发了这份通报')).toBeVisible()
  await anybody.locator('input[type=file]').setInputFiles({
    name: '通报.docx',
    mimeType: 'application/octet-stream',
    buffer: await readFile(file),
  })
  await expect(anybody.getByText('文件与印发时完全一致。')).toBeVisible()
  await expectSound(anybody)
  await expectAccessible(anybody)

  const { page: judged } = await actAs('recorder', phone)
  await judged.goto('/bulletins')
  await expect(judged.getByText('哈直党发〔2008〕12号')).toBeVisible()
  await expectSound(judged)
  await expectAccessible(judged)
})
