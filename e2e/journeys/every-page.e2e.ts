import { desk, expect, expectAccessible, expectSound, phone, roles, test } from '../fixtures.ts'

/** The first page of each menu entry that the role has, as the menu itself gives them, and what is one's own. */
for (const role of roles) {
  test(`${role} can open every page of their menu, at the desk and on a phone`, async ({
    actAs,
  }) => {
    test.setTimeout(300_000)
    const { page } = await actAs(role, desk)
    const menu = page.getByRole('navigation', { name: '菜单' })
    const links = await menu
      .getByRole('link')
      .evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
    expect(links.length).toBeGreaterThan(3)
    const title = page.getByRole('heading', { level: 1 })
    const look = async () => {
      for (const viewport of [desk, phone]) {
        await page.setViewportSize(viewport)
        await expect(title).toBeVisible()
        await expect(page.getByText('正在载入…')).toHaveCount(0)
        await expectSound(page)
        await expectAccessible(page)
      }
      await page.setViewportSize(desk)
    }
    for (const link of links) {
      const before = page.url().endsWith(link) ? null : await title.innerText()
      await menu.locator(`a[href="${link}"]`).click()
      // Until the new page is there the old one stays, under the new address.
      if (before !== null) await expect(title).not.toHaveText(before)
      await look()
      // The wall has no menu: one leaves it as one came.
      if (link === '/cockpit') await page.goBack()
    }
    for (const own of ['/notifications', '/me/notifications', '/me']) {
      await page.goto(own)
      await look()
    }
  })
}

test('before signing in: the sign-in page, and the way to complain', async ({ actAs }) => {
  const { page } = await actAs(null)
  await page.goto('/')
  await expect(page).toHaveURL(/sign-in/)
  await expect(page.getByRole('heading', { name: '登录共建系统' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: '投诉与建议' }).click()
  await page.getByLabel('内容').fill('登录页的字太小，请放大一些。')
  await page.getByRole('button', { name: '提交', exact: true }).click()
  await expect(page.getByText('已送达管理员')).toBeVisible()
})

for (const [locale, language, title] of [
  ['zh-TW', '繁體中文', '總覽'],
  ['en', 'English', 'Overview'],
] as const) {
  test(`the language is switched at once and remembered: ${locale}`, async ({ actAs }) => {
    const { page } = await actAs('municipal')
    await page.getByRole('combobox', { name: '语言' }).selectOption({ label: language })
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
    await page.reload()
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
    expect(await page.locator('html').getAttribute('lang')).toBe(locale)
    await expectSound(page)
    await page.getByRole('combobox').first().selectOption({ label: '简体中文' })
    await expect(page.getByRole('heading', { level: 1, name: '总览' })).toBeVisible()
  })
}
