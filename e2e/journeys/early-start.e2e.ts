import { expect, phone, signIn, test } from '../fixtures.ts'

test('who is here is asked while the app is fetched, once, and what comes next is named with it', async ({
  browser,
}) => {
  const context = await browser.newContext({ viewport: phone, locale: 'zh-CN' })
  const page = await context.newPage()
  await signIn(page, 'recorder', 'gongjian-demo')
  await expect(page.getByRole('button', { name: '填报活动' })).toBeVisible()
  await page.close()

  const again = await context.newPage()
  const refused: string[] = []
  again.on('console', (message) => {
    if (message.type() === 'error') refused.push(message.text())
  })
  let asked = 0
  again.on('request', (request) => {
    if (request.postData()?.includes('"operationName":"Viewer"')) asked += 1
  })
  // What others do in the meantime would have it asked anew.
  await again.route('**/graphql/stream', () => undefined)
  let letThrough = () => undefined as void
  const wait = new Promise<void>((resolve) => {
    letThrough = resolve
  })
  await again.route('**/assets/*.js', async (route) => {
    await wait
    await route.continue()
  })
  await again.goto('/', { waitUntil: 'commit' })
  await expect.poll(() => asked).toBe(1)
  await expect(again.locator('link[rel=modulepreload][href*="WorkbenchPage"]')).toHaveCount(1)
  await expect(again.locator('link[rel=modulepreload][href*="first-words-zh-CN"]')).toHaveCount(1)
  letThrough()
  await expect(again.getByRole('button', { name: '填报活动' })).toBeVisible()
  expect(asked).toBe(1)
  expect(refused).toEqual([])
  await context.close()
})
