import { createServer } from 'node:http'
import { desk, expect, expectAccessible, expectSound, phone, test } from '../fixtures.ts'

test('a street adds the robot of its group, sees its answer, and is told where the address is not allowed', async ({
  actAs,
  city: { robotPort },
}) => {
  const received: string[] = []
  const server = createServer((request, response) => {
    request.setEncoding('utf8')
    let body = ''
    request.on('data', (part: string) => (body += part))
    request.on('end', () => {
      received.push(body)
      response.end('{"errcode":0,"errmsg":"ok"}')
    })
  }).listen(robotPort, '127.0.0.1')
  try {
    const { page } = await actAs('street')
    await page.goto('/robots')
    await page.getByRole('button', { name: '添加群机器人' }).first().click()
    await page.getByLabel('群名称').fill('街道共建群')
    await page.getByLabel('Webhook 地址').fill('https://example.com/hook')
    await page.getByRole('button', { name: '保存' }).click()
    await expect(page.getByText('地址不是所选平台的官方地址')).toBeVisible()
    await expect(page.getByLabel('群名称')).toHaveValue('街道共建群')
    await page.getByLabel('Webhook 地址').fill(`http://127.0.0.1:${robotPort}/send?key=abcd1234`)
    await page.getByRole('button', { name: '保存' }).click()
    await expect(page.getByRole('heading', { level: 1, name: '街道共建群' })).toBeVisible()
    await page.getByRole('button', { name: '发一条测试消息' }).click()
    await expect(page.getByRole('status').filter({ hasText: '机器人的回答：0 ok' })).toBeVisible()
    expect(received.join()).toContain('共建：测试消息')
    for (const viewport of [phone, desk]) {
      await page.setViewportSize(viewport)
      await expectSound(page)
      await expectAccessible(page)
    }
    await page.getByRole('button', { name: '删除' }).click()
    await page.getByRole('button', { name: '确认删除“街道共建群”' }).click()
    await expect(page.getByRole('heading', { level: 1, name: '群机器人' })).toBeVisible()
    await expect(page.getByRole('link', { name: '街道共建群' })).toHaveCount(0)
  } finally {
    server.close()
  }
})
