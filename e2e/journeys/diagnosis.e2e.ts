import { desk, expect, expectAccessible, expectSound, phone, test } from '../fixtures.ts'

const signs = [
  '冷热不均',
  '一头热',
  '内容偏窄',
  '以送代建',
  '单向帮扶',
  '有量少效',
  '对子停摆',
  '负担偏重',
]

test('the committee looks where joint building is form only, asks first, and changes from where that is', async ({
  actAs,
}) => {
  test.setTimeout(120_000)
  const { page } = await actAs('municipal')
  await page
    .getByRole('navigation', { name: '菜单' })
    .getByRole('link', { name: '运行诊断' })
    .click()
  await expect(page.getByRole('heading', { level: 1, name: '运行诊断' })).toBeVisible()
  for (const sign of signs)
    await expect(page.getByRole('region', { name: sign })).toContainText(/涉及[\d,]+个|记录太少/)
  await expect(page.getByText('不是结论')).toBeVisible()
  await expectSound(page)
  await expectAccessible(page)

  // What a sign names leads to its records, and to just those.
  await page.getByRole('link', { name: '单向帮扶' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '单向帮扶' })).toBeVisible()
  await expect(page.getByText('建议先了解')).toBeVisible()
  const list = page.getByRole('table', { name: '建议了解的组织' })
  const first = list.getByRole('row').nth(1)
  const link = first.getByRole('link', { name: /^查看\d+条记录$/ })
  const count = Number(/\d+/.exec(await link.innerText())?.[0])
  const name = await first.getByRole('link').first().innerText()

  // Marked for follow-up, with words; without them it is not.
  await first.getByRole('button', { name: `标记跟进：${name}` }).click()
  const dialog = page.getByRole('dialog', { name: '跟进' })
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(dialog.getByText('请填写')).toBeVisible()
  await expectAccessible(page)
  await dialog.getByLabel('说明').fill('已请协作区了解社区方面有没有没记下来的活动')
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(dialog).toBeHidden()
  await expect(first).toContainText('跟进中')
  await expect(first).toContainText('没记下来的活动')
  await page.getByRole('combobox', { name: '跟进' }).selectOption({ label: '跟进中' })
  await expect(list.getByRole('row')).toHaveCount(2)
  await expect(page).toHaveURL(/followUp=FOLLOWING/)
  await link.click()
  await expect(page.getByRole('heading', { level: 1, name: '活动记录' })).toBeVisible()
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(Math.min(count, 30) + 1)
  await page.goBack()

  // The rule in the open, and a threshold changed with a reason: more is named from then on.
  await page.goto('/diagnosis?year=2008&sign=STALLED')
  await page.getByText('怎样判断：含义、公式和阈值').click()
  const rule = page.getByRole('table', { name: '2008年度的阈值' })
  await expect(rule).toContainText('90天')
  const state = page.getByRole('region', { name: '目前情况' })
  const named = async () => Number(/涉及(\d+)个/.exec(await state.innerText())?.[1])
  const before = await named()
  await page.getByRole('button', { name: '调整“多少天没有经签署的记录”' }).click()
  const setting = page.getByRole('dialog', { name: '调整2008年度的阈值' })
  await setting.getByLabel('多少天没有经签署的记录').fill('60')
  await setting.getByLabel('理由').fill('按季度例会的节奏')
  await setting.getByRole('button', { name: '调整' }).click()
  await expect(setting).toBeHidden()
  await expect(rule).toContainText('按季度例会的节奏')
  await expect.poll(named).toBeGreaterThan(before)
  await expectAccessible(page)

  // Every sign at the desk and on a phone.
  for (const sign of ['IMBALANCE', 'ONE_SIDE_WARM', 'NARROW_MIX', 'FORM_ONLY', 'OVERLOAD']) {
    await page.goto(`/diagnosis?year=2008&sign=${sign}`)
    await expect(page.getByRole('heading', { name: '建议了解的组织' })).toBeVisible()
    for (const viewport of [desk, phone]) {
      await page.setViewportSize(viewport)
      await expect(page.getByRole('button', { name: /跟进：/ }).first()).toBeVisible()
      await expectSound(page)
      await expectAccessible(page)
    }
    await page.setViewportSize(desk)
  }
  await page.goto('/diagnosis?year=2009')
  await expect(page.getByText('这个年度还没有开始。')).toBeVisible()
})

test('a sign is followed by month too, up to how it stands', async ({ actAs }) => {
  const { page } = await actAs('municipal')
  await page.goto('/diagnosis?year=2008&sign=NARROW_MIX')
  const trend = page.getByRole('region', { name: '变化情况' })
  await expect(trend.getByRole('table').getByRole('row')).toHaveCount(5)
  await trend.getByText('按月', { exact: true }).click()
  await expect(page).toHaveURL(/trend=month/)
  await expect(trend.getByRole('table').getByRole('row')).toHaveCount(13)
  const state = page.getByRole('region', { name: '目前情况' })
  const stands = /涉及(\d+)个/.exec(await state.innerText())?.[1] ?? ''
  await expect(
    trend
      .getByRole('row', { name: /2008年9月/ })
      .getByRole('cell')
      .nth(2),
  ).toHaveText(stands)
  await expectAccessible(page)
  await page.setViewportSize(phone)
  await expectSound(page)
  await expectAccessible(page)
})

test('a zone lead sees the zone, and marks nothing; a recorder has no such page', async ({
  actAs,
}) => {
  const zone = await actAs('zone', phone)
  await zone.page.goto('/diagnosis?sign=STALLED')
  await expect(zone.page.getByRole('list', { name: '建议了解的组织' })).toBeVisible()
  await expect(zone.page.getByRole('button', { name: /跟进：/ })).toHaveCount(0)
  await expectAccessible(zone.page)
  const recorder = await actAs('recorder')
  await recorder.page.goto('/diagnosis')
  await expect(recorder.page.getByText('您当前的角色不能查看此页')).toBeVisible()
})
