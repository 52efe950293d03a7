import type { Browser } from '@playwright/test'
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
  await expect(page.locator('#early')).toHaveCount(0)
  await expect(page.getByRole('button', { name: '登录', exact: true })).toBeEnabled()
  await expect(page.getByLabel('账号')).toHaveValue('recorder')
  // The cursor is still where it was.
  await page.keyboard.type('demo')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: /的菜单/ })).toBeVisible()
  await context.close()
})

/** A stranger's phone on which the app's own files wait; what sends the early form comes through. */
async function openBeforeTheApp(browser: Browser) {
  const context = await browser.newContext({ viewport: phone, locale: 'zh-CN' })
  const page = await context.newPage()
  let letThrough = () => undefined as void
  const wait = new Promise<void>((resolve) => {
    letThrough = resolve
  })
  await page.route(/\/assets\/(?!early-sign-in)[^/]+\.js$/, async (route) => {
    await wait
    await route.continue()
  })
  await page.goto('/', { waitUntil: 'commit' })
  const send = page.getByRole('button', { name: '登录', exact: true })
  await expect(send).toBeEnabled()
  return { context, page, send, letThrough }
}

test('who has typed is signed in before the app is there, and sees the workbench as soon as it is', async ({
  browser,
}) => {
  const { context, page, send, letThrough } = await openBeforeTheApp(browser)
  // Nobody's account: no other story is made to wait for too many tries.
  await page.getByLabel('账号').fill('nobody-early')
  await page.getByLabel('密码').fill('gongjian-demo')
  await send.click()
  await expect(page.getByRole('status')).toContainText('账号或密码')
  await page.getByLabel('账号').fill('recorder')
  await page.keyboard.press('Enter')
  await expect
    .poll(async () => (await context.cookies()).some(({ name }) => name === 'gongjian_session'))
    .toBe(true)
  letThrough()
  await expect(page.getByRole('button', { name: /的菜单/ })).toBeVisible()
  await expect(page.getByLabel('密码')).toHaveCount(0)
  await context.close()
})

test('what is under way when the app comes is not sent twice, and ends at the workbench', async ({
  browser,
}) => {
  const { context, page, send, letThrough } = await openBeforeTheApp(browser)
  let answer = () => undefined as void
  const held = new Promise<void>((resolve) => {
    answer = resolve
  })
  let sent = 0
  await page.route('**/graphql', async (route) => {
    if (route.request().postData()?.includes('"SignIn"')) {
      sent += 1
      await held
    }
    await route.continue()
  })
  await page.getByLabel('账号').fill('recorder')
  await page.getByLabel('密码').fill('gongjian-demo')
  await send.click()
  await expect.poll(() => sent).toBe(1)
  letThrough()
  // The app's own form has a way to see what was typed.
  await expect(page.getByRole('button', { name: '显示或隐藏密码' })).toBeVisible()
  await expect(page.getByLabel('账号')).toHaveValue('recorder')
  answer()
  await expect(page.getByRole('button', { name: /的菜单/ })).toBeVisible()
  expect(sent).toBe(1)
  await context.close()
})

test('a button that is held down at the moment when the app comes has been pressed', async ({
  browser,
}) => {
  const { context, page, send, letThrough } = await openBeforeTheApp(browser)
  await page.getByLabel('账号').fill('recorder')
  await page.getByLabel('密码').fill('gongjian-demo')
  await send.hover()
  await page.mouse.down()
  letThrough()
  await expect(page.locator('#early')).toHaveCount(0)
  await page.mouse.up()
  await expect(page.getByRole('button', { name: /的菜单/ })).toBeVisible()
  await context.close()
})
