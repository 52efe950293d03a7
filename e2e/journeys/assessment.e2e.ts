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
  const inForce = schemes.getByRole('row', { name: /机关党组织.*施行中/ })
  await expect(inForce).toHaveCount(1)
  // Told before and broken off, it left its draft.
  const left = schemes.getByRole('row', { name: /机关党组织.*草案/ })
  if ((await left.count()) > 0) {
    await left.getByRole('link').click()
    await page.getByRole('button', { name: '废弃草案' }).click()
    await expect(left).toHaveCount(0)
    await expect(inForce).toHaveCount(1)
  }
  await inForce.getByRole('link').click()
  await page.getByRole('button', { name: '修订（新建一版）' }).click()

  const group = page.getByRole('group', { name: '六帮覆盖' })
  await group.getByRole('button', { name: /展开/ }).click()
  const formula = group.getByLabel('公式', { exact: true })
  await formula.fill('areas.covered + people.hours')
  await expect(group.getByText('单位不一致：这里应为“帮”，却是“小时”。')).toBeVisible()
  await group.getByRole('button', { name: '到出错处' }).click()
  await expect(formula).toBeFocused()
  await formula.fill('')
  await formula.pressSequentially('areas.')
  const named = group.getByRole('listbox', { name: '可补全的名称' }).getByRole('option')
  await expect(named.first()).toHaveAttribute('aria-selected', 'true')
  await formula.press('ArrowDown')
  await expect(named.nth(1)).toHaveAttribute('aria-selected', 'true')
  await formula.press('ArrowUp')
  await formula.press('Enter')
  await expect(formula).toHaveValue('areas.covered')
  await expect(group.getByText('读作：六帮覆盖方面数')).toBeVisible()
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
  await inForce.getByRole('button', { name: /开始考评/ }).click()
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

test('a newcomer writes a scheme from patterns, copies it to another year, and takes it up from its file', async ({
  actAs,
}) => {
  test.setTimeout(150_000)
  const { page } = await actAs('municipal')
  await page.goto('/assessment')
  const schemes = page.getByRole('region', { name: '考评方案' })
  await schemes.getByLabel('考评对象').last().selectOption('BRANCH')
  await schemes.getByLabel('年度', { exact: true }).last().selectOption('2008')
  await schemes.getByRole('button', { name: '新建方案' }).click()
  await expect(page.getByRole('button', { name: '从样式添加' })).toBeVisible()
  await expect(page.getByText(/按这份草案和现在的记录/)).toBeVisible()
  await page.getByRole('button', { name: '从样式添加' }).click()
  const dialog = page.getByRole('dialog', { name: '从样式开始' })
  await expect(dialog.getByText(/试算：.*得[\d.]+分/).first()).toBeVisible()
  for (const viewport of [phone, desk]) {
    await page.setViewportSize(viewport)
    await expectAccessible(page)
  }
  await dialog.getByRole('button', { name: '采用“按名次分档”' }).click()
  const bands = page.getByRole('group', { name: '活动次数排名', exact: true })
  await expect(bands.getByLabel('第1档：得几分')).toHaveValue('60')
  await bands.getByRole('button', { name: '加一档' }).click()
  await expect(bands.getByLabel('第6档：到第几名')).toHaveValue('6')
  await bands.getByRole('button', { name: '删除第6档' }).click()
  await expect(page.getByText(/权重合计：160（应为100），多出60/)).toBeVisible()
  await page.getByRole('button', { name: /^删除 ?indicator1/ }).click()
  await expect(page.getByText(/权重合计：60（应为100），还差40/)).toBeVisible()
  await bands.getByLabel('权重').fill('100')
  await page.getByLabel('年度计划按期商定的期限（个月）').fill('2')
  await page.getByRole('button', { name: '保存草案' }).click()
  await expect(page.getByText('已保存', { exact: true })).toBeVisible()
  for (const viewport of [phone, desk]) {
    await page.setViewportSize(viewport)
    await expectSound(page)
    await expectAccessible(page)
  }

  await page.reload()
  await expect(page.getByLabel('年度计划按期商定的期限（个月）')).toHaveValue('2')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '导出文件' }).click(),
  ])
  const file = await download.path()
  await page.getByRole('button', { name: '复制到…' }).click()
  const copy = page.getByRole('dialog', { name: '复制到别的年度或对象' })
  await copy.getByLabel('年度', { exact: true }).selectOption('2009')
  await expect(copy.getByLabel('方案名称')).toHaveValue(/^2009年度/)
  await expectAccessible(page)
  await copy.getByRole('button', { name: '复制', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: /^2009年度/ })).toBeVisible()
  await page.getByRole('button', { name: '废弃草案' }).click()

  await expect(schemes.getByRole('button', { name: '从文件导入' })).toBeVisible()
  await schemes.getByLabel('年度', { exact: true }).last().selectOption('2009')
  const takeUp = async (from: string | { name: string; mimeType: string; buffer: Buffer }) => {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      schemes.getByRole('button', { name: '从文件导入' }).click(),
    ])
    await chooser.setFiles(from)
  }
  await takeUp({ name: 'a.json', mimeType: 'application/json', buffer: Buffer.from('{}') })
  await expect(page.getByText('这不是从本系统导出的考评方案文件。')).toBeVisible()
  await takeUp(file)
  await expect(page.getByRole('heading', { level: 1, name: /支部/ })).toBeVisible()
  await expect(page.getByLabel('年度计划按期商定的期限（个月）')).toHaveValue('2')
  await expect(page.getByText(/支部.*2009/)).toBeVisible()
  await page.getByRole('button', { name: '废弃草案' }).click()
  await expect(schemes.getByRole('button', { name: '从文件导入' })).toBeVisible()

  // Leave the other draft as it was found: none.
  await schemes
    .getByRole('row', { name: /支部.*草案/ })
    .getByRole('link')
    .first()
    .click()
  await page.getByRole('button', { name: '废弃草案' }).click()
  await expect(schemes.getByRole('button', { name: '从文件导入' })).toBeVisible()
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
  test.setTimeout(150_000)
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
