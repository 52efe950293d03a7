import type { Page } from '@playwright/test'
import { desk, expect, expectAccessible, expectSound, phone, test } from '../fixtures.ts'

/** Until everything that the page needs without a network is on the device. */
async function kept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state))
    .toBe('activated')
}

/** Every address that the browser keeps an answer of, with the words of the answers that are no scripts. */
function everythingKept(page: Page): Promise<{ path: string; text: string }[]> {
  return page.evaluate(async () => {
    const found: { path: string; text: string }[] = []
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) {
        const answer = await cache.match(request)
        const path = new URL(request.url).pathname
        found.push({
          path,
          text: path.startsWith('/assets/') ? '' : ((await answer?.text()) ?? ''),
        })
      }
    }
    return found
  })
}

test('the app can be installed, under its name in the language of the reader', async ({
  actAs,
}) => {
  const { page, context } = await actAs('recorder', phone)
  const session = await context.newCDPSession(page)
  const { errors, url } = await session.send('Page.getAppManifest')
  expect(errors).toEqual([])
  expect(url).toContain('/manifest/zh-CN.webmanifest')
  await kept(page)
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors')
  // A private window, such as each story has, installs nothing; else there is nothing against it.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([])

  await page.setViewportSize(desk)
  await page.getByRole('combobox', { name: '语言' }).selectOption({ label: 'English' })
  await expect(page.locator('link[rel=manifest]')).toHaveAttribute(
    'href',
    '/manifest/en.webmanifest',
  )
  await page.getByRole('combobox').first().selectOption({ label: '简体中文' })
  await expect(page.getByRole('button', { name: /的菜单$/ })).toBeVisible()
})

test('where nobody records, the app says itself that there is no network, and goes on when it is back', async ({
  actAs,
}) => {
  const { page, context } = await actAs('auditor', phone)
  await kept(page)
  await page.close()

  await context.setOffline(true)
  const again = await context.newPage()
  await again.goto('/records')
  await expect(again.getByRole('button', { name: '重试' })).toBeVisible()
  await expectSound(again)
  await expectAccessible(again)

  // By itself, as soon as there is one.
  await context.setOffline(false)
  await expect(again.getByRole('heading', { level: 1, name: '活动记录' })).toBeVisible()
})

test('the browser keeps the bare page and files of the build: no answer that holds what somebody may see', async ({
  actAs,
}) => {
  const { page } = await actAs('community')
  await kept(page)
  await page.goto('/households')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.getByRole('main').getByRole('link').first().click()
  await expect(page.getByText('正在载入…')).toHaveCount(0)
  await page.goto('/records')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()

  const all = await everythingKept(page)
  expect(all.length).toBeGreaterThan(20)
  expect(all.filter(({ path }) => path !== '/' && !path.startsWith('/assets/'))).toEqual([])
  const bare = all.find(({ path }) => path === '/')
  expect(bare?.text).toContain('<div id="root"></div>')
})

test('a new version waits until the reader wants it', async ({ actAs }) => {
  const { page } = await actAs('secretary')
  await kept(page)
  await page.goto('/recording')
  await page.getByLabel('说明（可不填）').fill('正在填写')
  await page.evaluate(() => {
    Object.assign(window, { thisVisit: true })
    // Another script for the same pages is what a browser takes for a new version.
    return navigator.serviceWorker.register('/service-worker.js?next', { updateViaCache: 'none' })
  })
  await expect(page.getByText('新版本已可用')).toBeVisible()
  await expect(page.getByLabel('说明（可不填）')).toHaveValue('正在填写')
  expect(await page.evaluate(() => 'thisVisit' in window)).toBe(true)
  await expectSound(page)
  await expectAccessible(page)

  const openedAnew = page.waitForEvent('load')
  await page.getByRole('button', { name: '现在更新' }).click()
  await openedAnew
  expect(await page.evaluate(() => 'thisVisit' in window)).toBe(false)
  await expect(page.getByLabel('说明（可不填）')).toBeVisible()
})
