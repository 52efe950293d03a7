import { expect, expectAccessible, openInInbox, phone, test } from '../fixtures.ts'

/** The number that stands beside this label on the overview. */
async function sixHelps(page: import('@playwright/test').Page): Promise<number> {
  await page.goto('/overview')
  const card = page
    .locator('.paper', { hasText: '六帮活动' })
    .filter({ has: page.locator('.figure-number') })
    .first()
  return Number((await card.locator('.figure-number a').innerText()).replaceAll(',', ''))
}

test('a record is written on a phone, returned, corrected, countersigned, and seen in the totals', async ({
  actAs,
}) => {
  test.setTimeout(180_000)
  const municipal = await actAs('municipal')
  const before = await sixHelps(municipal.page)

  const { page: recorder } = await actAs('recorder', phone)
  const started = Date.now()
  await recorder.goto('/recording')
  await recorder.getByRole('radio', { name: '社区文化建设' }).click()
  await recorder.getByRole('button', { name: '+ 举办培训和提供服务' }).click()
  await recorder.getByRole('textbox', { name: '举办培训和提供服务' }).fill('2')
  await recorder.getByRole('textbox', { name: '参加人数' }).fill('9')
  await recorder.getByLabel('每人小时').fill('1.5')
  const title = `社区急救知识培训 ${started}`
  await recorder.getByLabel('标题').fill(title)
  await expectAccessible(recorder)
  await recorder.getByRole('button', { name: '提交签署' }).click()
  await expect(recorder.getByRole('heading', { level: 1, name: title })).toBeVisible()
  await expect(recorder.getByText('等待 省报社社区 办理')).toBeVisible()
  const address = recorder.url()

  const { page: community } = await actAs('community')
  await community.goto('/inbox')
  await community.getByRole('searchbox', { name: '查找' }).fill(title)
  await expect(community.getByRole('heading', { level: 2, name: title })).toBeVisible()
  await community.getByRole('heading', { level: 2, name: title }).click()
  await community.keyboard.press('r')
  await community.keyboard.press('Control+Enter')
  await expect(community.getByText('请填写。')).toBeVisible()
  await community
    .getByRole('textbox', { name: '退回理由', exact: true })
    .fill('参加人数与签到表不一致，请核对。')
  await community.getByRole('textbox', { name: '参加人数', exact: true }).fill('签到表为 8 人')
  await community.keyboard.press('Control+Enter')
  await expect(community.getByText(`已退回：${title}`)).toBeVisible()

  // The branch sees it at once, without reloading.
  await expect(recorder.getByText('参加人数与签到表不一致，请核对。').first()).toBeVisible()
  await recorder.getByRole('button', { name: '修改' }).click()
  await expect(recorder.getByText('对方意见：签到表为 8 人')).toBeVisible()
  await recorder.getByRole('textbox', { name: '参加人数' }).fill('8')
  await recorder.getByRole('button', { name: '提交签署' }).click()
  await expect(recorder).toHaveURL(address)

  await community.goto('/inbox')
  await community.getByRole('searchbox', { name: '查找' }).fill(title)
  await expect(community.getByText('退回后的改动')).toBeVisible()
  await expect(community.locator('del', { hasText: '9' }).first()).toBeVisible()
  await expect(
    community.getByRole('checkbox', { name: `有疑点，须单独签署：${title}` }),
  ).toBeDisabled()
  await community.getByRole('heading', { level: 2, name: title }).click()
  await community.keyboard.press('e')
  await community.getByLabel('核定数量：举办培训和提供服务').fill('1')
  await community.keyboard.press('Escape')
  await community.keyboard.press('4')
  await expect(community.getByText('将按核定数量签署')).toBeVisible()
  await community.keyboard.press('Control+Enter')
  await expect(community.getByText(`已签署：${title}`)).toBeVisible()

  await expect(recorder.getByText('已签署').first()).toBeVisible()
  await expect(recorder.getByText('核定数量后签署')).toBeVisible()
  await expect.poll(() => sixHelps(municipal.page)).toBe(before + 1)

  await municipal.page.goto(`/records?search=${encodeURIComponent(title)}`)
  await municipal.page.getByRole('link', { name: title }).click()
  await expect(municipal.page.getByRole('list').filter({ hasText: '提交' }).first()).toContainText(
    '签署',
  )
})

test('several are signed at once only after a preview, and only those without open questions', async ({
  actAs,
}) => {
  const { page } = await actAs('community')
  await page.goto('/inbox')
  await page.getByRole('button', { name: /选中没有疑点的/ }).click()
  await page.getByRole('button', { name: /预览并签署所选/ }).click()
  await expect(page.getByText('其中').or(page.getByText('请先看清'))).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: /^签署 \d+ 条$/ }).click()
  await expect(page.getByText('请选择作用评价。')).toBeVisible()
  await page.getByRole('dialog').getByRole('radio', { name: /4/ }).click()
  await page.getByRole('button', { name: /^签署 \d+ 条$/ }).click()
  await expect(page.getByText(/已签署 \d+ 条。/)).toBeVisible()
})

test('an opinion that was begun is found again; commands of one letter can be switched off', async ({
  actAs,
}) => {
  const { page } = await actAs('street')
  await page.goto('/inbox')
  const rows = page.locator('[data-row]')
  const words = page.getByRole('textbox', { name: '意见（可不填）' })
  await rows.nth(0).click()
  await words.fill('群众反映很好')
  await rows.nth(1).click()
  await expect(words).toHaveValue('')
  await rows.nth(0).click()
  await expect(words).toHaveValue('群众反映很好')

  await page.getByRole('button', { name: '键盘操作' }).click()
  await page.getByRole('switch', { name: '启用单个字母和数字快捷键' }).click()
  await page.getByRole('heading', { level: 2 }).first().click()
  await page.keyboard.press('r')
  await expect(page.getByRole('textbox', { name: '退回理由' })).toHaveCount(0)
  await page.reload()
  await page.getByRole('button', { name: '键盘操作' }).click()
  await expect(page.getByRole('switch', { name: '启用单个字母和数字快捷键' })).not.toBeChecked()
})

test('what is opened while a search is on its way stays open', async ({ actAs }) => {
  const { page } = await actAs('street')
  await page.goto('/inbox')
  const second = page.locator('[data-row]').nth(1)
  const title = await openInInbox(second)
  await expect(page).toHaveURL(/id=/)
  const id = new URL(page.url()).searchParams.get('id')

  await page.goto('/inbox')
  await expect(second).toBeVisible()
  await page.getByRole('searchbox', { name: '查找' }).fill(title)
  await second.click()
  await expect(page).toHaveURL(/search=/)
  expect(new URL(page.url()).searchParams.get('id')).toBe(id)
  await expect(page.getByRole('searchbox', { name: '查找' })).toHaveValue(title)
})
