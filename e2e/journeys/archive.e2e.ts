import { readFile } from 'node:fs/promises'
import { expect, expectAccessible, expectSound, phone, test } from '../fixtures.ts'

test('a branch makes the archive of its year; who holds it can check it without an account', async ({
  actAs,
}) => {
  test.setTimeout(120_000)
  const { page } = await actAs('recorder')
  await page.goto('/workbench')
  await page.getByRole('link', { name: '制作本年度档案' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '共建工作档案' })).toBeVisible()
  const made = page.getByRole('link', { name: /^下载 PDF/ })
  await expect(made.first().or(page.getByText('还没有制作过档案'))).toBeVisible()
  const before = await made.count()
  await page.getByRole('button', { name: '开始制作' }).click()
  await expect(made).toHaveCount(before + 1, { timeout: 30_000 })
  await expectSound(page)
  await expectAccessible(page)
  const download = page.waitForEvent('download')
  await made.first().click()
  const file = await download
  expect(file.suggestedFilename()).toMatch(/^共建档〔2008〕\d{4}号.*2008年度共建工作档案\.pdf$/)
  const bytes = await readFile(await file.path())
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')

  const code =
    (await page
      .getByRole('link', { name: /^\w{4}-\w{4}-\w{4}$/ })
      .first()
      .textContent()) ?? ''
  const { page: anybody } = await actAs(null, phone)
  await anybody.goto('/verify/archive')
  await anybody.getByLabel('查验码').fill('AAAA-AAAA-AAAA')
  await anybody.getByRole('button', { name: '查验', exact: true }).click()
  await expect(anybody.getByText('没有这个查验码的档案')).toBeVisible()
  await anybody.getByLabel('查验码').fill(code.toLowerCase())
  await anybody.getByRole('button', { name: '查验', exact: true }).click()
  await expect(anybody.getByText('属实：本系统登记了这份档案。')).toBeVisible()
  await expect(anybody.getByText('档案中的记录此后没有变动。')).toBeVisible()
  await expectSound(anybody)
  await expectAccessible(anybody)

  const choose = anybody.locator('input[type=file]')
  await choose.setInputFiles({ name: '档案.pdf', mimeType: 'application/pdf', buffer: bytes })
  await expect(anybody.getByText('文件与登记时完全一致。')).toBeVisible()
  const forged = Buffer.from(bytes)
  forged[forged.length - 10] = (forged[forged.length - 10] ?? 0) ^ 1
  await choose.setInputFiles({ name: '档案.pdf', mimeType: 'application/pdf', buffer: forged })
  await expect(anybody.getByText('文件“档案.pdf”与登记的不一致')).toBeVisible()
  await anybody.goto('/verify/archive')
  await choose.setInputFiles({ name: '档案.pdf', mimeType: 'application/pdf', buffer: forged })
  await expect(anybody.getByText('这个文件不是本系统登记的档案')).toBeVisible()
  await choose.setInputFiles({ name: '档案.pdf', mimeType: 'application/pdf', buffer: bytes })
  await expect(anybody.getByText('属实：本系统登记了这份档案。')).toBeVisible()
})

test('a secretary chooses one of the branches, and takes the archive in Word', async ({
  actAs,
}) => {
  const { page } = await actAs('secretary', phone)
  await page.goto('/archives')
  await page.getByRole('radio', { name: 'Word 文档' }).check()
  const organisation = page.getByRole('combobox', { name: '单位' }).first()
  await organisation.fill('机关第一党支部')
  await page.getByRole('option', { name: /市委组织部机关第一党支部/ }).click()
  await page.getByRole('button', { name: '开始制作' }).click()
  const made = page.getByRole('link', { name: /^下载 Word/ }).first()
  await expect(made).toBeVisible({ timeout: 30_000 })
  await expectSound(page)
  await expectAccessible(page)
  const download = page.waitForEvent('download')
  await made.click()
  expect((await download).suggestedFilename()).toMatch(/市委组织部机关第一党支部.*\.docx$/)
})
