import { desk, expect, expectAccessible, expectSound, phone, signIn, test } from '../fixtures.ts'

test('the session ends while an officer writes and the page reads itself again: it asks for the password in place', async ({
  actAs,
}) => {
  test.setTimeout(120_000)
  const { page: recorder } = await actAs('recorder', phone)
  const { page: community, context } = await actAs('community')
  const listening = community.waitForResponse((response) =>
    response.url().endsWith('/graphql/stream'),
  )
  await community.goto('/inbox')
  await listening
  await expect(community.getByRole('heading', { level: 2 }).first()).toBeVisible()
  await community.keyboard.press('r')
  const reason = community.getByRole('textbox', { name: '退回理由', exact: true })
  await reason.fill('请补上签到表，并核对人数')
  await context.clearCookies()

  // Somebody else's record comes in: the page asks who is here, and hears that it is nobody.
  const title = `楼道灯检修 ${Date.now()}`
  await recorder.goto('/recording')
  await recorder.getByRole('radio', { name: '社区文化建设' }).click()
  await recorder.getByRole('button', { name: '+ 举办培训和提供服务' }).click()
  await recorder.getByRole('textbox', { name: '举办培训和提供服务' }).fill('1')
  await recorder.getByRole('textbox', { name: '参加人数' }).fill('6')
  await recorder.getByLabel('每人小时').fill('1')
  await recorder.getByLabel('标题').fill(title)
  const asked = community.waitForResponse(
    (response) => response.request().postDataJSON()?.operationName === 'Viewer',
  )
  await recorder.getByRole('button', { name: '提交签署' }).click()
  await expect(recorder.getByRole('heading', { level: 1, name: title })).toBeVisible()
  expect(await (await asked).json()).toMatchObject({ data: { viewer: null } })

  const dialog = community.getByRole('dialog', { name: '请重新登录' })
  await expect(dialog).toBeVisible()
  await expect(community).toHaveURL(/\/inbox/)
  await expectAccessible(community)
  await dialog.getByLabel('密码', { exact: true }).fill('gongjian-demo')
  await dialog.getByRole('button', { name: '登录', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(reason).toHaveValue('请补上签到表，并核对人数')
  // It is read again in the name of who is back.
  await expect(community.getByRole('link', { name: /^通知，/ })).toBeVisible()
  await expect(community.getByText(title, { exact: true }).first()).toBeVisible()
})

test('a page that cannot be fetched says so and can be tried again; it never leaves the reader at the browser’s own error', async ({
  browser,
  city,
}) => {
  const context = await browser.newContext({
    baseURL: city.address,
    viewport: desk,
    locale: 'zh-CN',
    serviceWorkers: 'block',
  })
  const page = await context.newPage()
  await signIn(page, 'auditor', 'gongjian-demo')
  const menu = page.getByRole('navigation', { name: '菜单' })
  await expect(menu.getByRole('link', { name: '活动记录', exact: true })).toBeVisible()
  await context.setOffline(true)
  await menu.getByRole('link', { name: '审计记录', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: '出现问题' })).toBeVisible()
  await expect(page.getByText(/^页面未能载入：/)).toBeVisible()
  await expect(menu).toBeVisible()
  await expectSound(page)
  await expectAccessible(page)
  await page.getByRole('button', { name: '重试' }).click()
  await expect(page.getByText(/^暂时连不上系统/)).toBeVisible()
  await page.setViewportSize(phone)
  await expectSound(page)
  await expectAccessible(page)

  await context.setOffline(false)
  await page.getByRole('button', { name: '重试' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '审计记录' })).toBeVisible()
  await context.close()
})
