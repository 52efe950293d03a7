import { expect, expectAccessible, phone, test } from '../fixtures.ts'

test('what the community does for the agency is recorded there and signed by the branch', async ({
  actAs,
}) => {
  const title = `老党员进机关讲传统 ${Date.now()}`
  const { page: community } = await actAs('community', phone)
  await community.goto('/recording')
  await expect(community.getByRole('radio', { name: '社区帮机关' })).toBeChecked()
  await expect(community.getByRole('radio', { name: '机关帮社区' })).toHaveCount(0)
  await community.getByRole('radio', { name: '社区党组织建设' }).click()
  await community.getByRole('button', { name: '+ 给社区党员讲党课' }).click()
  await community.getByRole('textbox', { name: '给社区党员讲党课' }).fill('1')
  await community.getByLabel('标题').fill(title)
  await expectAccessible(community)
  await community.getByRole('button', { name: '提交签署' }).click()
  await expect(community.getByText('等待 市委组织部机关第一党支部 办理')).toBeVisible()

  const { page: recorder } = await actAs('recorder')
  await recorder.goto('/inbox')
  await recorder.getByRole('searchbox', { name: '查找' }).fill(title)
  await recorder.getByRole('heading', { level: 2, name: title }).click()
  await recorder.keyboard.press('5')
  await recorder.keyboard.press('Control+Enter')
  await expect(recorder.getByText(`已签署：${title}`)).toBeVisible()
  await expect(community.getByText('已签署').first()).toBeVisible()
})

test('what both did together waits until both have signed', async ({ actAs }) => {
  const title = `共同开展主题党日 ${Date.now()}`
  const { page: recorder } = await actAs('recorder')
  await recorder.goto('/recording')
  await recorder.getByRole('radio', { name: '社区文化建设' }).click()
  await recorder.getByRole('button', { name: '+ 举办培训和提供服务' }).click()
  await recorder.getByRole('textbox', { name: '举办培训和提供服务' }).fill('1')
  await recorder.getByLabel('标题').fill(title)
  await recorder.getByRole('radio', { name: '双方共办' }).click()
  await recorder.getByRole('button', { name: '提交签署' }).click()
  await expect(recorder.getByRole('heading', { level: 1, name: title })).toBeVisible()

  for (const [account, waits] of [
    ['community', true],
    ['secretary', false],
  ] as const) {
    const { page } = await actAs(account)
    await page.goto('/inbox')
    await page.getByRole('searchbox', { name: '查找' }).fill(title)
    await page.getByRole('heading', { level: 2, name: title }).click()
    await page.keyboard.press('4')
    await page.keyboard.press('Control+Enter')
    await expect(page.getByText(`已签署：${title}`)).toBeVisible()
    if (waits) await expect(recorder.getByText('等待 市委组织部机关第一党支部 办理')).toBeVisible()
  }
  await expect(recorder.getByText(/^等待 /)).toHaveCount(0)
})
