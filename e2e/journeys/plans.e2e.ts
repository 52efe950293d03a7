import { expect, expectAccessible, expectSound, keptOnTheDevice, phone, test } from '../fixtures.ts'

test('a branch proposes a plan on a phone, the community returns it, and agrees to the corrected one', async ({
  actAs,
}) => {
  test.setTimeout(150_000)
  const { page } = await actAs('recorder', phone)
  await page.goto('/plans')
  await page.getByRole('list', { name: '年度计划' }).getByRole('link').first().click()
  await page.getByRole('combobox', { name: '考核年度' }).selectOption('2008')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('2008 年度共建计划')
  const address = new URL(page.url()).pathname

  // What this story or another telling of it agreed before is revised: a new edition.
  await page.getByRole('button', { name: /^(制定|修订)计划$/ }).click()
  const form = page.getByRole('form', { name: '拟定计划' })
  await expect(form).toBeVisible()
  await form.getByRole('button', { name: '按往年记录生成' }).click()
  await expect(form.getByText(/已按 \d+ 年度的记录生成/)).toBeVisible()
  const lines = form.getByRole('group')
  await expect(lines.nth(1)).toBeVisible()
  const first = lines.nth(0)
  await first.getByLabel('计划数量').fill('零')
  await first.getByLabel('责任岗位或单位').fill('宣传委员')
  await form.getByRole('button', { name: '提交对方确认' }).click()
  await expect(form.getByText('有 1 处需要修改。')).toBeVisible()
  await expectAccessible(page)

  // What is typed outlives a reload.
  await first.getByLabel('计划数量').fill('7')
  await expect.poll(() => page.evaluate(keptOnTheDevice)).toContain('"7"')
  await page.reload()
  await expect(first.getByLabel('计划数量')).toHaveValue('7')
  await expect(form.getByText('已恢复您上次没有提交的内容。')).toBeVisible()
  await expect(first.getByLabel('责任岗位或单位')).toHaveValue('宣传委员')
  await form.getByRole('button', { name: '提交对方确认' }).click()
  const written = page.getByRole('region', { name: /待对方确认/ })
  await expect(written).toBeVisible()
  await expectSound(page)
  await expectAccessible(page)

  const { page: community } = await actAs('community', phone)
  await community.goto('/inbox')
  await community.getByRole('link', { name: /^2008 年度有 \d+ 份共建计划等您确认$/ }).click()
  await community.getByRole('list', { name: '年度计划' }).locator(`a[href^="${address}"]`).click()
  const waiting = community.getByRole('region', { name: /等您确认/ })
  await waiting.getByRole('button', { name: '退回修改' }).click()
  await waiting.getByRole('button', { name: '退回', exact: true }).click()
  await expect(waiting.getByRole('textbox', { name: '退回理由' })).toHaveAttribute(
    'aria-invalid',
    'true',
  )
  await waiting.getByRole('textbox', { name: '退回理由' }).fill('请写明全年的目标。')
  await expectAccessible(community)
  await waiting.getByRole('button', { name: '退回', exact: true }).click()
  await expect(community.getByRole('region', { name: /已退回/ })).toBeVisible()

  await page.reload()
  const returned = page.getByRole('region', { name: /已退回/ })
  await expect(returned.getByText(/请写明全年的目标。/)).toBeVisible()
  await returned.getByRole('button', { name: '继续编辑' }).click()
  await form.getByLabel('总体说明（可不填）').fill('全年办好几件实事。')
  await form.getByRole('button', { name: '提交对方确认' }).click()
  await expect(written).toBeVisible()

  await community.reload()
  await expect(waiting.getByText('全年办好几件实事。')).toBeVisible()
  await waiting.getByRole('button', { name: '确认计划' }).click()
  const agreed = community.getByRole('region', { name: /^总进度 \d+%$/ })
  await expect(agreed.getByText('全年办好几件实事。')).toBeVisible()
  await expectAccessible(community)

  await page.reload()
  const holds = page.getByRole('region', { name: /^总进度 \d+%$/ })
  await expect(holds.getByText('全年办好几件实事。')).toBeVisible()
  await expect(holds.getByText(/责任|宣传委员/).first()).toBeVisible()
  await expectSound(page)
  await expectAccessible(page)
  await holds
    .getByRole('link', { name: /查看已签署的记录$/ })
    .first()
    .click()
  await expect(page).toHaveURL(/\/records\?/)
  await expect(page).toHaveURL(/COUNTERSIGNED/)

  const { page: office } = await actAs('municipal')
  await office.goto('/plans?year=2008')
  await expect(office.getByRole('table', { name: '年度计划' })).toBeVisible()
  await office.getByRole('link', { name: /^尚无计划/ }).click()
  await expect(office.getByLabel('计划状态')).toHaveValue('NONE')
  await expect(office.getByRole('row').nth(1).getByText('尚无计划')).toBeVisible()
  await expectSound(office)
  await expectAccessible(office)
})
