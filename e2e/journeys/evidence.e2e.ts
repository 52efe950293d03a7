import { expect, expectAccessible, phone, test } from '../fixtures.ts'

// A chequered picture of 9 by 8 pixels, as small as one can be that is told from others.
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAkAAAAICAIAAACkr0LiAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAA60lEQVQImQHgAB//AAAAAICAgD4+Pjo6OnR0dOzs7KKiopaWlsjIyAA4ODjm5ubS0tL8/PxkZGQKCgru7u4QEBBwcHAADg4O6urqBAQEXFxc8vLyxsbG2NjYKCgotra2AIKCgoyMjNTU1FpaWh4eHiAgIGBgYN7e3pqamgCUlJTMzMxCQkL29vbo6OgYGBiGhoYyMjIcHBwAREREqqqqTk5OMDAwUFBQrq6uSkpKJCQkPDw8AJKSkiYmJvj4+AgICFZWVuLi4qysrLS0tPr6+gB+fn5AQEBAQEB+fn76+vq0tLSsrKzi4uJWVla6gmwxEsfVqAAAAABJRU5ErkJggg==',
  'base64',
)

test('a photo that is on two records, and records that are alike, are pointed out and hinder nothing', async ({
  actAs,
}) => {
  test.setTimeout(120_000)
  const { page } = await actAs('recorder', phone)
  for (const turn of [1, 2]) {
    await page.goto('/recording')
    await page.getByRole('radio', { name: '社区治安管理' }).click()
    await page.getByRole('button', { name: '+ 党员为群众守夜送平安活动' }).click()
    await page.getByRole('textbox', { name: '党员为群众守夜送平安活动' }).fill(String(turn))
    // A title that no other story gives, since they share the city.
    await page.getByRole('textbox', { name: '标题' }).fill('夜间守护三个无物业庭院')
    await page
      .getByLabel('添加照片或文档')
      .first()
      .setInputFiles([{ name: '现场.png', mimeType: 'image/png', buffer: picture }])
    await expect(page.getByRole('img', { name: '照片 1' })).toBeVisible()
    // While it is being written: the one of a moment ago.
    const alike = page.getByRole('alert').filter({ hasText: '有相近的记录' })
    await expect(alike).toHaveCount(turn - 1)
    if (turn === 2) {
      await expect(alike).toContainText(/同日、同一结对、文字相近 100%/)
      await expectAccessible(page)
    }
    await page.getByRole('button', { name: '提交签署' }).click()
    await expect(page).toHaveURL(/\/records\//)
    await expect(page.getByRole('button', { name: '放大 照片 1' })).toBeVisible()
  }
  const notice = page.getByRole('alert').filter({ hasText: '有照片与其他记录相同或极为相似' })
  await expect(notice).toBeVisible()
  await expect(page.getByRole('alert').filter({ hasText: '有相近的记录' })).toBeVisible()
  const second = page.url()
  await notice.getByRole('link').click()
  await expect(page).not.toHaveURL(second)
  await expect(page.getByText('有照片与其他记录相同或极为相似')).toBeVisible()

  await page.getByRole('button', { name: '放大 照片 1' }).press('Enter')
  const large = page.getByRole('dialog').getByRole('region').getByRole('img')
  const whole = /translate\(0px, 0px\) scale\(1\)/
  await expect(large).toHaveAttribute('style', whole)
  await page.keyboard.press('+')
  await page.keyboard.press('+')
  await expect(page.getByRole('button', { name: '196%' })).toBeVisible()
  await page.keyboard.press('ArrowLeft')
  await expect(large).toHaveAttribute('style', /translate\([1-9]/)
  // Pulled back by a finger or the mouse, as far as it goes and no further.
  const { x, y } = (await large.boundingBox()) ?? { x: 0, y: 0 }
  await page.mouse.move(x + 300, y + 300)
  await page.mouse.down()
  await page.mouse.move(x - 400, y + 300, { steps: 3 })
  await page.mouse.up()
  await expect(large).toHaveAttribute('style', /translate\(-[1-9]/)
  await expectAccessible(page)
  await page.keyboard.press('0')
  await expect(large).toHaveAttribute('style', whole)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(page.getByRole('button', { name: '放大 照片 1' })).toBeFocused()
})

test('a document that a break in the network stops goes on where it was, and can be given up', async ({
  actAs,
}) => {
  const { page, context } = await actAs('recorder', phone)
  await page.goto('/recording')
  await page.getByRole('radio', { name: '社区治安管理' }).click()
  await page.getByRole('button', { name: '+ 党员为群众守夜送平安活动' }).click()
  await page.getByRole('textbox', { name: '党员为群众守夜送平安活动' }).fill('1')
  const offsets: string[] = []
  await page.route(/[?&]offset=/, async (route, request) => {
    if (request.method() !== 'PUT') return route.fallback()
    offsets.push(new URL(request.url()).searchParams.get('offset') ?? '')
    if (offsets.length !== 2) return route.continue()
    // The network goes in the middle of the second piece.
    await context.setOffline(true)
    return route.abort('internetdisconnected')
  })
  const choose = (name: string, buffer: Buffer) =>
    page
      .getByLabel('添加照片或文档')
      .first()
      .setInputFiles([{ name, mimeType: 'application/octet-stream', buffer }])
  const plan = ['%PDF-1.7\n', Buffer.alloc(1_300_000, '% 共建方案\n'), '\n%%EOF\n']
  await choose('共建方案.pdf', Buffer.concat(plan.map((part) => Buffer.from(part))))
  const document = page.getByRole('link', { name: /共建方案\.pdf/ })
  const again = page
    .getByRole('group', { name: '共建方案.pdf' })
    .getByRole('button', { name: '重传' })
  await expect(again).toBeVisible()
  await context.setOffline(false)
  await again.click()
  await expect(document).toBeVisible()
  expect(offsets.filter((offset) => offset === '0')).toHaveLength(1)

  // As Word wrote until 2003: told how it can be added all the same.
  await choose(
    '旧方案.doc',
    Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4096)]),
  )
  const old = page.getByRole('group', { name: '旧方案.doc' })
  await expect(old.getByRole('alert')).toHaveText(/另存为/)
  // The same file would be refused again.
  await expect(old.getByRole('button', { name: '重传' })).toHaveCount(0)
  await old.getByRole('button', { name: '取消' }).click()
  await expect(old).toBeHidden()

  await page.getByRole('button', { name: '提交签署' }).click()
  await expect(page.getByRole('heading', { name: '照片和文档' })).toBeVisible()
  await expect(document).toHaveAttribute('target', '_blank')
  await expect(page.getByText('1.2 MB')).toBeVisible()
})
