import { desk, expect, expectAccessible, expectSound, phone, test } from '../fixtures.ts'

test('the committee revises a scheme, runs it, and opens a score down to its records', async ({
  actAs,
}) => {
  test.setTimeout(120_000)
  const { page } = await actAs('municipal')
  await page.goto('/assessment')
  await expect(page.getByRole('heading', { level: 1, name: '年度考评' })).toBeVisible()
  await expectAccessible(page)
  const schemes = page.getByRole('region', { name: '考评方案' })
  await schemes.getByRole('link', { name: /机关党组织共建工作考评方案/ }).click()
  await page.getByRole('button', { name: '修订（新建一版）' }).click()

  const group = page.getByRole('group', { name: '六帮覆盖' })
  await group.getByRole('button', { name: /展开/ }).click()
  const formula = group.getByLabel('公式', { exact: true })
  await formula.fill('areas.covered + people.hours')
  await expect(group.getByText(/单位不一致/)).toBeVisible()
  await formula.fill('')
  await formula.pressSequentially('areas.cov')
  await group.getByRole('button', { name: '六帮覆盖方面数' }).click()
  await formula.press('End')
  await formula.pressSequentially(' * 2 分/帮')
  await expect(group.getByText(/市委组织部：\d+ 分/)).toBeVisible()
  await group.getByLabel('权重').fill('14')
  await expect(page.getByText(/权重合计：99/)).toBeVisible()
  await page.getByRole('button', { name: '保存草案' }).click()
  await expect(page.getByText(/得分指标的权重合计为99/)).toBeVisible()
  await expect(page.getByRole('button', { name: '施行' })).toBeDisabled()
  await group.getByLabel('权重').fill('15')
  await page.getByRole('button', { name: '施行' }).click()
  await expect(page.getByRole('button', { name: '修订（新建一版）' })).toBeVisible()

  await page.goto('/assessment')
  await schemes
    .getByRole('row', { name: /机关党组织/ })
    .getByRole('button', { name: /开始考评/ })
    .click()
  await expect(page.getByRole('table', { name: '得分' })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText(/预评结果/)).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('等次').selectOption('GOOD')
  await page.getByRole('table', { name: '得分' }).getByRole('link').first().click()
  await expect(page.getByText('怎样能到上一等次')).toBeVisible()
  await expectAccessible(page)
  await page
    .getByRole('link', { name: /^为对方做的活动/ })
    .first()
    .click()
  await expect(page).toHaveURL(/records\?.*AGENCY_TO_COMMUNITY/)
})

test('the judged see their own score, and of others what was published', async ({ actAs }) => {
  const { page } = await actAs('secretary')
  await page.goto('/assessment')
  await page
    .getByRole('region', { name: '考评结果' })
    .getByRole('link', { name: /机关党组织/ })
    .last()
    .click()
  const table = page.getByRole('table', { name: '得分' })
  await expect(table.getByRole('row')).toHaveCount(15)
  // What others' scores are made of is theirs: nothing leads there.
  await expect(table.getByRole('link')).toHaveCount(1)
  await page.getByText('等次和同分怎样定').click()
  await expect(page.getByText('同分先比：帮建活动 → 群众评价；仍相同的并列。')).toBeVisible()
  await expect(page.getByRole('button', { name: /开始考评/ })).toHaveCount(0)
})

test('on a phone it is three taps from the own place in the ranking to a record behind it', async ({
  actAs,
}) => {
  const { page } = await actAs('secretary', phone)
  await page.goto('/assessment')
  await page
    .getByRole('list', { name: '考评结果' })
    .getByRole('listitem')
    .filter({ hasText: '已公布' })
    .getByRole('link')
    .click()
  await expect(page.getByText(/^市委组织部：第\d+名/)).toBeVisible()
  await page.getByRole('link', { name: '看得分是怎样来的' }).click()
  await expect(page.getByRole('heading', { name: '怎样能到上一等次' })).toBeVisible()
  await expect(page.getByText(/由[\d.]+到[\d.]+|提高到|再签署|少迟报/).first()).toBeVisible()
  await expectSound(page)
  await expectAccessible(page)
  await page
    .getByRole('link', { name: /^对方为己方做的活动/ })
    .first()
    .click()
  await expect(page).toHaveURL(/records\?.*COMMUNITY_TO_AGENCY/)
  const records = page.getByRole('list', { name: '活动记录' })
  await expect(records.getByRole('listitem').first()).toBeVisible()
  await records.getByRole('listitem').first().getByRole('link').click()
  await expect(page).toHaveURL(/\/records\/[\da-f-]{36}/)
})

test('whose organisation is not among the judged is told so', async ({ actAs }) => {
  const { page } = await actAs('recorder', phone)
  await page.goto('/assessment')
  await page
    .getByRole('list', { name: '考评结果' })
    .getByRole('listitem')
    .filter({ hasText: '已公布' })
    .getByRole('link')
    .click()
  await expect(page.getByText('本次考评对象是机关，您所在的组织不在其中')).toBeVisible()
  await expectSound(page)
  await expectAccessible(page)
})

test('the committee tries a scheme before it counts, and looks at unusual signs', async ({
  actAs,
}) => {
  const { page } = await actAs('municipal')
  await page.goto('/assessment')
  await page.getByRole('table').last().getByRole('link').first().click()
  await page.getByRole('link', { name: '试算' }).click()
  await page.getByRole('button', { name: '开始试算' }).click()
  await expect(page.getByRole('heading', { name: '得分分布' })).toBeVisible()
  const look = async () => {
    for (const viewport of [phone, desk]) {
      await page.setViewportSize(viewport)
      await expectSound(page)
      await expectAccessible(page)
    }
  }
  await look()
  await page.goto('/assessment')
  await page.getByRole('link', { name: '异常迹象' }).click()
  await page.getByText('怎样算异常迹象').first().click()
  await expect(page.getByText('对子双方各有3次以上评价')).toBeVisible()
  const found = page.getByText('查找的结果为准')
  await expect(found).toBeVisible()
  await look()
  await page.getByRole('button', { name: '现在重新查找' }).click()
  await expect(page.getByRole('button', { name: '现在重新查找' })).toBeEnabled()
  await expect(found).toBeVisible()
  await look()
})

test('schemes and runs are narrowed together, by title, kind and state, and the address says so', async ({
  actAs,
}) => {
  const { page } = await actAs('municipal')
  await page.goto('/assessment')
  const runs = page.getByRole('table', { name: '考评结果' })
  const schemes = page.getByRole('table', { name: '考评方案' })
  await expect(runs.getByRole('link', { name: /机关党组织/ }).first()).toBeVisible()
  await page.getByLabel('按方案名称或经办人查找').fill('社区')
  await expect(runs.getByRole('link', { name: /机关党组织/ })).toHaveCount(0)
  await expect(schemes.getByRole('link', { name: /机关党组织/ })).toHaveCount(0)
  await expect(schemes.getByRole('link', { name: /社区党组织/ }).first()).toBeVisible()
  await page.getByLabel('考评状态').selectOption('CANCELLED')
  await expect(page).toHaveURL(/runs=CANCELLED/)
  await page.reload()
  await expect(page.getByLabel('按方案名称或经办人查找')).toHaveValue('社区')
  await page.getByLabel('方案状态').selectOption('IN_FORCE')
  await page.getByRole('search').getByLabel('考评对象').selectOption('BRANCH')
  await expect(schemes).toHaveCount(0)
  await expect(page.getByText('没有符合条件的').first()).toBeVisible()
  await expectAccessible(page)
})
