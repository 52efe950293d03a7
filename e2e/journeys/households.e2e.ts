import type { Page } from '@playwright/test'
import { expect, expectAccessible, expectSound, phone, test } from '../fixtures.ts'

/** A family that nobody has. */
const family = {
  name: '司空虚构',
  address: '演示路88号2单元902室',
  phone: '14055512345',
  identityNumber: '230199196002290011',
}
const secrets = Object.values(family)

/** All that the browser keeps beyond the page: nothing of a family may be in it. */
async function keptByTheBrowser(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const kept = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), location.href]
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name ?? '')
        request.addEventListener('success', () => resolve(request.result))
        request.addEventListener('error', () => reject(new Error('a database cannot be read')))
      })
      for (const store of database.objectStoreNames) {
        const rows = await new Promise<unknown[]>((resolve, reject) => {
          const request = database.transaction(store).objectStore(store).getAll()
          request.addEventListener('success', () => resolve(request.result))
          request.addEventListener('error', () => reject(new Error('a store cannot be read')))
        })
        kept.push(JSON.stringify(rows))
      }
      database.close()
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) {
        const response = await cache.match(request)
        kept.push(request.url, (await response?.text()) ?? '')
      }
    }
    return kept.join('\n')
  })
}

/** All strings on the page's heap, after a collection. */
async function heapOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page)
  const chunks: string[] = []
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk))
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await session.detach()
  const { strings }: { strings: string[] } = JSON.parse(chunks.join(''))
  return strings.join('\n')
}

function expectNoneOf(secretsThere: readonly string[], text: string): void {
  expect(secretsThere.filter((secret) => text.includes(secret))).toEqual([])
}

test('a family is kept, paired, visited and looked at for a reason, and the browser keeps nothing of it', async ({
  actAs,
}) => {
  test.setTimeout(180_000)
  const { page: community } = await actAs('community')
  await community.goto('/households')
  await community.getByRole('link', { name: '新建家庭档案' }).click()
  await community.getByLabel('姓名').fill(family.name)
  await community.getByLabel('住址').fill(family.address)
  await community.getByLabel('电话').fill('140-5551-2345')
  await community.getByLabel('身份证号').fill('23019919600229001X')
  await community.getByLabel('困难情况').fill(`${family.name}患病`)
  await community.getByLabel('家庭人口').fill('2')
  await community.getByRole('button', { name: '保存' }).click()
  await expect(community.getByText('校验码不符，请逐位核对号码。')).toBeVisible()
  await expect(community.getByText('这里会给他人看到：请勿写姓名')).toBeVisible()
  await expectAccessible(community)
  await community.getByLabel('身份证号').fill('230199 19600229 0011')
  await community.getByLabel('困难情况').fill('户主患病，需要有人陪同就医。')
  await community.getByRole('button', { name: '保存' }).click()
  await expect(community.getByText('司**')).toBeVisible()
  await expect(community.getByText('1*********5', { exact: true })).toBeVisible()
  expectNoneOf(secrets, await keptByTheBrowser(community))
  const address = community.url()

  await community.getByRole('button', { name: '结对支部' }).click()
  const pairing = community.getByRole('dialog', { name: '结对支部' })
  await pairing
    .getByLabel('支部', { exact: true })
    .selectOption({ label: '市委组织部机关第一党支部' })
  await pairing.getByLabel('起始日').fill('2008-09-20')
  await pairing.getByRole('button', { name: '结对支部' }).click()
  await expect(community.getByText('2008年9月20日 至 今')).toBeVisible()

  const { page: recorder } = await actAs('recorder', phone)
  await recorder.goto(address)
  await expect(recorder.getByText('司**')).toBeVisible()
  await expectSound(recorder)
  await expectAccessible(recorder)
  await recorder.getByRole('button', { name: '查看个人信息' }).click()
  await recorder.getByRole('checkbox', { name: '身份证号' }).check()
  await recorder.getByRole('button', { name: '查看', exact: true }).click()
  await expect(recorder.getByText('请填写。')).toBeVisible()
  await recorder.getByRole('button', { name: '上门走访，核对住址' }).click()
  const [response] = await Promise.all([
    recorder.waitForResponse(
      (one) =>
        one.url().endsWith('/graphql') &&
        one.request().postData()?.includes('RevealHousehold') === true,
    ),
    recorder.getByRole('button', { name: '查看', exact: true }).click(),
  ])
  expect(response.headers()['cache-control']).toBe('no-store')
  for (const secret of secrets) await expect(recorder.getByText(secret)).toBeVisible()
  await expect(recorder.getByRole('timer')).toContainText('秒后自动隐去')
  expectNoneOf(secrets, await keptByTheBrowser(recorder))
  const shown = await heapOf(recorder)
  expect(shown.includes(family.address), 'what is shown is found on the heap').toBe(true)

  await recorder.getByRole('button', { name: '立即隐去' }).click()
  await expect(recorder.getByText('司**')).toBeVisible()
  expectNoneOf(secrets, await recorder.content())
  expectNoneOf(secrets, await keptByTheBrowser(recorder))

  await recorder.getByRole('button', { name: '登记走访' }).click()
  const visit = recorder.getByRole('dialog', { name: '登记走访' })
  await visit.getByLabel('走访人员').fill('支部书记等3人')
  await visit.getByLabel('时长（分钟）').fill('40')
  await visit.getByLabel('商定的事').fill(`${family.name}需要送药`)
  await visit.getByRole('button', { name: '保存' }).click()
  await expect(visit.getByText('这里会给他人看到')).toBeVisible()
  await visit.getByLabel('商定的事').fill('每月送药一次。')
  await visit.getByLabel('下一步').fill('陪同复查')
  await visit.getByRole('button', { name: '保存' }).click()
  await expect(
    recorder.getByRole('region', { name: '走访记录' }).getByText('每月送药一次。'),
  ).toBeVisible()
  await recorder.getByRole('button', { name: '菜单', exact: true }).click()
  await recorder.getByRole('link', { name: '共建对子' }).click()
  await expect(recorder.getByRole('heading', { level: 1, name: '共建对子' })).toBeVisible()
  expectNoneOf(secrets, await keptByTheBrowser(recorder))
  expectNoneOf([family.address, family.identityNumber], await heapOf(recorder))

  await community.reload()
  const looks = community.getByRole('region', { name: '查看记录' })
  await expect(looks.getByText('上门走访，核对住址').first()).toBeVisible()
  await community.getByRole('button', { name: '标记办结' }).click()
  await expect(community.getByText('已办结')).toBeVisible()

  await community.getByRole('button', { name: '删除个人信息' }).click()
  const erasing = community.getByRole('dialog', { name: '删除个人信息' })
  await erasing.getByLabel('理由').fill('本人申请删除')
  await erasing.getByRole('button', { name: '删除个人信息' }).click()
  await expect(community.getByText('个人信息已删除，不能恢复。')).toBeVisible()
  await expect(community.getByText('走访记录（1 次）')).toBeVisible()
})

test('who may not know a family sees numbers alone, or nothing', async ({ actAs }) => {
  const { page: municipal } = await actAs('municipal')
  await municipal.goto('/households')
  await expect(municipal.getByRole('heading', { name: '按区县' })).toBeVisible()
  expect(await municipal.locator('body').innerText()).not.toMatch(/\d{12}-\d{4}|\*\*/)
  const { page: admin } = await actAs('admin')
  await expect(admin.getByRole('link', { name: '帮扶家庭' })).toHaveCount(0)
  await admin.goto('/households')
  await expect(admin.getByText('您当前的角色', { exact: false })).toBeVisible()
  const { page: auditor } = await actAs('auditor')
  await auditor.goto('/households/looks')
  await expect(auditor.getByText('上门走访，核对住址').first()).toBeVisible()
  await expectAccessible(auditor)
})

test('a visit is recorded with the households that it went to, and each case tells of it', async ({
  actAs,
}) => {
  const { page } = await actAs('recorder', phone)
  await page.goto('/recording')
  await page.getByRole('radio', { name: '走访' }).click()
  const households = page.getByRole('group', { name: '走访的帮扶家庭' })
  await households.getByRole('checkbox', { name: /0003/ }).check()
  await page.getByRole('textbox', { name: '参加人数' }).fill('3')
  await page.getByLabel('标题').fill('中秋走访困难家庭')
  await expectAccessible(page)
  await page.getByRole('button', { name: '提交签署' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '中秋走访困难家庭' })).toBeVisible()
  await page.getByRole('link', { name: /-0003 · 补充走访情况/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: /-0003$/ })).toBeVisible()
  await page.getByRole('button', { name: '补充' }).first().click()
  const visit = page.getByRole('dialog', { name: '登记走访' })
  await visit.getByLabel('走访人员').fill('支部党员3人')
  await visit.getByLabel('商定的事').fill('送去节日慰问品。')
  await visit.getByRole('button', { name: '保存' }).click()
  await expect(
    page.getByRole('region', { name: '走访记录' }).getByText('送去节日慰问品。'),
  ).toBeVisible()
  await expect(page.getByRole('link', { name: '对应的共建活动' }).first()).toBeVisible()
})

test('what is shown is hidden when its time is over, and when the page is put aside', async ({
  actAs,
}) => {
  const { page } = await actAs('recorder')
  await page.clock.install()
  await page.goto('/households')
  await page.getByRole('link', { name: /-0001/ }).click()
  const look = async () => {
    await page.getByRole('button', { name: '查看个人信息' }).click()
    await page.getByRole('button', { name: '电话联系，约定走访时间' }).click()
    await page.getByRole('button', { name: '查看', exact: true }).click()
    await expect(page.getByRole('timer')).toBeVisible()
    await expect(page.getByText(/^140\d{8}$/)).toBeVisible()
  }
  await look()
  await page.clock.runFor(58_000)
  await expect(page.getByText(/^140\d{8}$/)).toBeVisible()
  await page.clock.runFor(4_000)
  await expect(page.getByText(/^140\d{8}$/)).toHaveCount(0)
  await look()
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await expect(page.getByText(/^140\d{8}$/)).toHaveCount(0)
  await expect(page.getByText(/^1\*+\d$/)).toBeVisible()
})
