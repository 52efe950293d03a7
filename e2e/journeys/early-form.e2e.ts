import { expect, phone, test } from '../fixtures.ts'

test('what is typed before the app is there stays, and is sent once it is', async ({ browser }) => {
  const context = await browser.newContext({ viewport: phone, locale: 'zh-CN' })
  const page = await context.newPage()
  let letThrough = () => undefined as void
  const wait = new Promise<void>((resolve) => {
    letThrough = resolve
  })
  await page.route('**/assets/*.js', async (route) => {
    await wait
    await route.continue()
  })
  await page.goto('/', { waitUntil: 'commit' })
  await page.getByLabel('账号').fill('recorder')
  await page.getByLabel('密码').pressSequentially('gongjian-')
  await expect(page.getByRole('button', { name: '登录', exact: true })).toBeDisabled()
  letThrough()
  await expect(page.getByRole('button', { name: '登录', exact: true })).toBeEnabled()
  await expect(page.getByLabel('账号')).toHaveValue('recorder')
  // The cursor is still where it was.
  await page.keyboard.type('demo')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: /的菜单/ })).toBeVisible()
  await context.close()
})
