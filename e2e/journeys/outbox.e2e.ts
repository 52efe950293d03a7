import type { BrowserContext, Page } from '@playwright/test'
import { demonstrationPassword } from '../city-under-test.ts'
import { expect, expectAccessible, expectSound, phone, test } from '../fixtures.ts'

const pixel = (name: string) => ({
  name,
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
})

/** Of this telling: the story may be told again in the same city. */
const telling = String(Date.now() % 1_000_000)
const own = (title: string) => `${title}${telling}`

/** All rows of a store of the page's database. Runs in the page. */
function rowsOf(store: string): Promise<Record<string, unknown>[]> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('gongjian')
    opening.addEventListener('error', () => reject(new Error('the database cannot be read')))
    opening.addEventListener('success', () => {
      const database = opening.result
      if (!database.objectStoreNames.contains(store)) {
        database.close()
        resolve([])
        return
      }
      const reading = database.transaction(store).objectStore(store).getAll()
      reading.addEventListener('success', () => {
        database.close()
        resolve(reading.result)
      })
    })
  })
}

/** Until the app and what its form needs are on the device. */
async function ready(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
  await expect
    .poll(async () => (await page.evaluate(rowsOf, 'answers')).map(({ kind }) => kind), {
      timeout: 20_000,
    })
    .toEqual(expect.arrayContaining(['viewer', 'recording']))
}

async function fill(page: Page, title: string): Promise<void> {
  await page.getByRole('radio', { name: '社区治安管理' }).click()
  await page.getByRole('button', { name: '+ 党员为群众守夜送平安活动' }).click()
  await page.getByRole('textbox', { name: '党员为群众守夜送平安活动' }).fill('1')
  await page.getByLabel('标题').fill(title)
}

/** There is exactly one record of this title, waiting for its signature, with so many photos. */
async function expectOne(page: Page, title: string, photos: number): Promise<void> {
  await page.goto(`/records?search=${encodeURIComponent(title)}`)
  const found = page.getByRole('main').getByRole('link', { name: title })
  await expect(found).toHaveCount(1)
  await found.click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  await expect(page.getByRole('main').getByText('待签署')).toBeVisible()
  await expect(page.getByRole('button', { name: /^放大 照片/ })).toHaveCount(photos)
}

async function expectNothingWaits(page: Page): Promise<void> {
  await expect
    .poll(
      async () => [
        ...(await page.evaluate(rowsOf, 'outbox')),
        ...(await page.evaluate(rowsOf, 'photos')),
      ],
      { timeout: 30_000 },
    )
    .toEqual([])
}

async function signIn(page: Page, account: string): Promise<void> {
  await page.getByLabel('账号').fill(account)
  await page.getByLabel('密码', { exact: true }).fill(demonstrationPassword)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('button', { name: /的菜单$/ })).toBeVisible()
}

async function writeOffline(page: Page, context: BrowserContext, title: string): Promise<void> {
  await page.goto('/recording')
  await ready(page)
  await fill(page, title)
  await context.setOffline(true)
  await page.getByRole('button', { name: '提交签署' }).click()
  await expect(page.getByRole('heading', { name: '待发送' })).toBeVisible()
}

test('opened without a network, a record with two photos is written, waits, and is sent once by two windows', async ({
  actAs,
}) => {
  test.setTimeout(180_000)
  const { page, context } = await actAs('recorder', phone)
  await ready(page)
  await page.close()
  await context.setOffline(true)
  const offline = await context.newPage()
  await offline.goto('/')
  await expect(offline.getByText('现在没有网络')).toBeVisible()
  await expectSound(offline)
  await expectAccessible(offline)
  await offline.getByRole('main').getByRole('link', { name: '填报共建活动' }).click()
  await fill(offline, own('断网守夜'))
  await offline
    .getByLabel('添加照片')
    .first()
    .setInputFiles([pixel('一.png'), pixel('二.png')])
  await expect(offline.getByText('已存在本机，将随记录发送')).toHaveCount(2)
  await offline.getByRole('button', { name: '提交签署' }).click()
  await expect(offline.getByText('等待发送')).toBeVisible()
  await expect(offline.getByText('照片 2 张')).toBeVisible()
  await expect(offline.getByRole('link', { name: '待发送 1' })).toBeVisible()
  await expectSound(offline)
  await expectAccessible(offline)

  const beside = await context.newPage()
  await beside.goto('/outbox')
  await expect(beside.getByText(own('断网守夜'))).toBeVisible()
  await context.setOffline(false)
  await expect(offline.getByText('没有待发送的记录')).toBeVisible({ timeout: 30_000 })
  await expectNothingWaits(beside)
  await expectOne(beside, own('断网守夜'), 2)
})

test('a submission whose answer was lost, and a window that was closed between two photos, leave one record each', async ({
  actAs,
}) => {
  test.setTimeout(180_000)
  const { page, context } = await actAs('recorder', phone)
  await page.goto('/recording')
  await ready(page)
  let lost = 0
  await page.route('**/graphql', async (route) => {
    if (lost > 0 || !(route.request().postData() ?? '').includes('"SubmitActivity"'))
      return route.fallback()
    lost += 1
    await route.fetch()
    return route.abort('connectionreset')
  })
  await fill(page, own('答复丢失'))
  await page.getByRole('button', { name: '提交签署' }).click()
  await expect(page.getByText('没有待发送的记录')).toBeVisible()
  expect(lost).toBe(1)
  await expectNothingWaits(page)
  await expectOne(page, own('答复丢失'), 0)

  await page.goto('/recording')
  await ready(page)
  await context.setOffline(true)
  await fill(page, own('中途关闭'))
  await page
    .getByLabel('添加照片')
    .first()
    .setInputFiles([pixel('一.png'), pixel('二.png')])
  await page.getByRole('button', { name: '提交签署' }).click()
  await expect(page.getByText('照片 2 张')).toBeVisible()
  let photos = 0
  await context.route('**/evidence/*', async (route) => {
    photos += 1
    if (photos === 1) return route.fallback()
    // The second is on its way when the window is closed.
    await page.close()
    return route.abort()
  })
  await context.setOffline(false)
  await expect.poll(() => page.isClosed()).toBe(true)
  await context.unroute('**/evidence/*')
  const again = await context.newPage()
  await again.goto('/outbox')
  await expectNothingWaits(again)
  await expectOne(again, own('中途关闭'), 2)
})

test('what waits is not sent while it is edited, and what the server refuses is said at its field', async ({
  actAs,
}) => {
  test.setTimeout(180_000)
  const { page, context } = await actAs('recorder', phone)
  await page.goto('/recording')
  await ready(page)
  await context.setOffline(true)
  await fill(page, own('边改边等'))
  await page.getByLabel('日期').fill('2008-12-31')
  await page.getByRole('button', { name: '提交签署' }).click()
  await page.getByRole('button', { name: '修改' }).click()
  await expect(page.getByText('这条记录在待发送中，修改期间不会发送')).toBeVisible()
  const beside = await context.newPage()
  await beside.goto('/outbox')
  await context.setOffline(false)
  await beside.getByRole('button', { name: '全部立即发送' }).click()
  await expect(beside.getByText('等待发送')).toBeVisible()
  await page.getByRole('button', { name: '提交签署' }).click()
  await expect(page.getByText('需要处理')).toBeVisible()
  await expect(page.getByText(/日期不能晚于今天/)).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('button', { name: '修改' }).click()
  await expect(page.getByText(/日期不能晚于今天/)).toBeVisible()
  await page.getByRole('button', { name: '今天', exact: true }).click()
  await page.getByRole('button', { name: '提交签署' }).click()
  await expectNothingWaits(page)
  await expectOne(page, own('边改边等'), 0)
})

test('a draft that was changed meanwhile is shown beside one’s own, and a person decides', async ({
  actAs,
}) => {
  test.setTimeout(180_000)
  const { page, context } = await actAs('recorder', phone)
  await page.goto('/recording')
  await ready(page)
  await fill(page, own('两处修改'))
  await page.getByRole('button', { name: '存为草稿' }).click()
  await expect(page).toHaveURL(/\/recording\/.+/)
  await expect(page.getByLabel('标题')).toHaveValue(own('两处修改'))
  await context.setOffline(true)
  await page.getByLabel('说明（可不填）').fill('手机上写的')
  await page.getByRole('button', { name: '提交签署' }).click()
  await expect(page.getByText('等待发送')).toBeVisible()

  const desktop = await actAs('recorder')
  await desktop.page.goto('/workbench')
  await desktop.page.getByRole('link', { name: own('两处修改') }).click()
  await desktop.page.getByLabel('说明（可不填）').fill('电脑上写的')
  await desktop.page.getByRole('button', { name: '存为草稿' }).click()
  await expect(desktop.page.getByText('草稿已保存。')).toBeVisible()

  await context.setOffline(false)
  await expect(page.getByText('这条记录已被修改')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('cell', { name: '手机上写的' })).toBeVisible()
  await expect(page.getByRole('cell', { name: '电脑上写的' })).toBeVisible()
  await expectSound(page)
  await expectAccessible(page)
  await page.getByRole('button', { name: '用我的内容继续' }).click()
  await expectNothingWaits(page)
  await expectOne(page, own('两处修改'), 0)
  await expect(page.getByText('手机上写的')).toBeVisible()
})

test('on a shared device nobody sees or sends what another has left, and it goes when its writer is back', async ({
  actAs,
}) => {
  test.setTimeout(180_000)
  const { page, context } = await actAs('recorder', phone)
  await writeOffline(page, context, own('共用设备'))
  const readable = async () =>
    JSON.stringify(
      await Promise.all(
        ['outbox', 'photos', 'drafts', 'answers', 'keys'].map((store) =>
          page.evaluate(rowsOf, store),
        ),
      ),
    )
  expect(await readable()).toContain(own('共用设备'))

  // Signing out says what has not been sent.
  await page.getByRole('button', { name: /的菜单$/ }).click()
  await page.getByRole('menuitem', { name: '退出登录' }).click()
  await expect(page.getByText('1 条记录等待发送。')).toBeVisible()
  await expect(page.getByRole('button', { name: '先发送' })).toBeDisabled()
  await expectAccessible(page)
  await page.getByRole('button', { name: '留在这里' }).click()

  // The session ends, and somebody else comes.
  await context.clearCookies()
  await context.setOffline(false)
  await expect(page.getByRole('dialog', { name: '请重新登录' })).toBeVisible({ timeout: 30_000 })
  await page.getByRole('button', { name: '使用其他账号' }).click()
  await signIn(page, 'secretary')
  await expect.poll(readable).not.toContain(own('共用设备'))
  await page.goto('/outbox')
  await expect(page.getByText('没有待发送的记录')).toBeVisible()
  expect((await page.evaluate(rowsOf, 'sealed')).length).toBe(1)
  await page.getByRole('button', { name: /的菜单$/ }).click()
  await page.getByRole('menuitem', { name: '退出登录' }).click()
  await expect(page.getByRole('heading', { name: '登录共建系统' })).toBeVisible()
  await expect.poll(() => page.evaluate(rowsOf, 'answers')).toEqual([])

  await signIn(page, 'recorder')
  await expect.poll(() => page.evaluate(rowsOf, 'sealed')).toEqual([])
  await expectNothingWaits(page)
  await expectOne(page, own('共用设备'), 0)
})

test('signed out without a network, nobody is let in as the one who left', async ({ actAs }) => {
  const { page, context } = await actAs('recorder', phone)
  await writeOffline(page, context, own('不留下'))
  await page.getByRole('button', { name: /的菜单$/ }).click()
  await page.getByRole('menuitem', { name: '退出登录' }).click()
  await page.getByRole('button', { name: '全部删除并退出' }).click()
  await expect(page.getByText('退出登录将在有网络后完成')).toBeVisible()
  for (const store of ['outbox', 'photos', 'drafts', 'answers', 'keys', 'sealed'])
    expect(await page.evaluate(rowsOf, store)).toEqual([])
  await page.goto('/records')
  await expect(page.getByText('退出登录将在有网络后完成')).toBeVisible()
  await context.setOffline(false)
  await expect(page.getByRole('heading', { name: '登录共建系统' })).toBeVisible()
  await page.goto('/records')
  await expect(page).toHaveURL(/sign-in/)
})
