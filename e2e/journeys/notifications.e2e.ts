import { expect, expectAccessible, expectSound, phone, test } from '../fixtures.ts'

const unreadOf = async (page: import('@playwright/test').Page): Promise<number> => {
  const label = await page.getByRole('link', { name: /^通知，/ }).getAttribute('aria-label')
  return Number(/(\d+) 条未读/.exec(label ?? '')?.[1] ?? 0)
}

test('a branch submits, the officer’s bell rings at once, the record is returned, and its recorder is told', async ({
  actAs,
}) => {
  test.setTimeout(180_000)
  const { page: community } = await actAs('community')
  await community.goto('/notifications')
  await expectAccessible(community)
  await community.getByRole('button', { name: '全部标为已读' }).click()
  await expect(community.getByRole('link', { name: '通知，没有未读' })).toBeVisible()
  await community.getByRole('combobox', { name: '显示' }).selectOption({ label: '未读' })
  await expect(community.getByText('没有未读通知')).toBeVisible()

  const { page: recorder } = await actAs('recorder', phone)
  const before = await unreadOf(recorder)
  const title = `社区义诊 ${Date.now()}`
  await recorder.goto('/recording')
  await recorder.getByRole('radio', { name: '社区文化建设' }).click()
  await recorder.getByRole('button', { name: '+ 举办培训和提供服务' }).click()
  await recorder.getByRole('textbox', { name: '举办培训和提供服务' }).fill('1')
  await recorder.getByRole('textbox', { name: '参加人数' }).fill('6')
  await recorder.getByLabel('每人小时').fill('1')
  await recorder.getByLabel('标题').fill(title)
  await recorder.getByRole('button', { name: '提交签署' }).click()
  await expect(recorder.getByRole('heading', { level: 1, name: title })).toBeVisible()

  // Without a reload: the bell, and the line on the open page.
  await expect(community.getByRole('link', { name: '通知，1 条未读' })).toBeVisible()
  const line = community.getByRole('listitem').filter({ hasText: title })
  await expect(line).toContainText('来自')
  await line.getByRole('link', { name: '有记录等您签署' }).click()
  await expect(community.getByRole('heading', { level: 1, name: title })).toBeVisible()
  await expect(community.getByRole('link', { name: '通知，没有未读' })).toBeVisible()

  await community.goto('/inbox')
  await community.getByRole('searchbox', { name: '查找' }).fill(title)
  await community.getByRole('heading', { level: 2, name: title }).click()
  await community.keyboard.press('r')
  await community.getByRole('textbox', { name: '退回理由', exact: true }).fill('请附签到表。')
  await community.keyboard.press('Control+Enter')
  await expect(community.getByText(`已退回：${title}`)).toBeVisible()

  await expect.poll(() => unreadOf(recorder)).toBe(before + 1)
  await recorder.getByRole('link', { name: /^通知，/ }).click()
  const told = recorder.getByRole('listitem').filter({ hasText: title })
  await expect(told).toContainText('记录被退回，请修改')
  await expectSound(recorder)
  await expectAccessible(recorder)
  await told.getByRole('button', { name: '标为已读' }).click()
  await expect.poll(() => unreadOf(recorder)).toBe(before)
})

test('the committee sees what has waited 14 days and longer, and who was reminded', async ({
  actAs,
}) => {
  const { page } = await actAs('municipal')
  await page.goto('/overview')
  const table = page.getByRole('region', { name: '等待签署 14 天及以上' }).last()
  const row = table.getByRole('row', { name: /省报社社区/ })
  await expect(row).toBeVisible()
  await row.getByRole('link').last().click()
  await expect(page).toHaveURL(/statuses=SUBMITTED/)
  await expect(page.getByRole('link', { name: /社区/ }).first()).toBeVisible()

  const { page: street } = await actAs('street', phone)
  await street.goto('/notifications')
  await expect(street.getByText(/下级有 \d+ 条记录等待签署已满 7 天/)).toBeVisible()
  await expectSound(street)
  await expectAccessible(street)
})

test('somebody chooses what they want to be told of, and when; what is wrong stands at its field', async ({
  actAs,
}) => {
  const { page } = await actAs('secretary')
  await page.goto('/me')
  await page.getByRole('link', { name: '通知设置' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '通知设置' })).toBeVisible()
  await expect(page.getByText('没有配置邮件服务器')).toBeVisible()
  await expect(page.getByRole('checkbox', { name: '站内通知：查看帮扶家庭' })).toBeDisabled()
  await page.getByRole('checkbox', { name: '邮件：等待签署' }).check()
  await page.getByLabel('邮箱地址').fill('secretary')
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('请填写完整的邮箱地址')).toBeVisible()
  await expect(page.getByLabel('邮箱地址')).toHaveValue('secretary')
  await page.getByLabel('邮箱地址').fill('secretary@example.org')
  await page.getByRole('radio', { name: '每天汇总一次' }).check()
  await page.getByLabel('每天几时').selectOption('17')
  await page.getByRole('checkbox', { name: '启用免打扰时段' }).uncheck()
  await expectAccessible(page)
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('已保存。')).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('邮箱地址')).toHaveValue('secretary@example.org')
  await expect(page.getByLabel('每天几时')).toHaveValue('17')
  await expect(page.getByRole('checkbox', { name: '邮件：等待签署' })).toBeChecked()
})

test('who sent a suggestion is told of its answer, and led to it', async ({ actAs }) => {
  const { page } = await actAs('zone')
  const words = `希望首页能放大字号 ${Date.now()}`
  await page.getByRole('button', { name: '投诉与建议' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('内容').fill(words)
  await dialog.getByRole('button', { name: '提交' }).click()
  await expect(dialog.getByText('已送达管理员，谢谢。')).toBeVisible()

  const { page: admin } = await actAs('admin')
  await admin.goto('/admin/suggestions')
  const received = admin.getByRole('article').filter({ hasText: words })
  await received.getByLabel('答复').fill('已加入计划。')
  await received.getByRole('button', { name: '提交答复' }).click()
  await expect(received.getByText('已加入计划。')).toBeVisible()

  await page.goto('/notifications?kind=SUGGESTION_ANSWERED')
  await page
    .getByRole('listitem')
    .filter({ hasText: words })
    .getByRole('link', { name: '您的投诉建议已有答复' })
    .click()
  await expect(page.getByRole('heading', { level: 1, name: '投诉建议' })).toBeVisible()
  await expect(page.getByRole('article')).toContainText('已加入计划。')
  await expectSound(page)
  await expectAccessible(page)
})
