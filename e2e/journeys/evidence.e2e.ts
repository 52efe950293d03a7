import { expect, phone, test } from '../fixtures.ts'

// A chequered picture of 9 by 8 pixels, as small as one can be that is told from others.
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAkAAAAICAIAAACkr0LiAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAA60lEQVQImQHgAB//AAAAAICAgD4+Pjo6OnR0dOzs7KKiopaWlsjIyAA4ODjm5ubS0tL8/PxkZGQKCgru7u4QEBBwcHAADg4O6urqBAQEXFxc8vLyxsbG2NjYKCgotra2AIKCgoyMjNTU1FpaWh4eHiAgIGBgYN7e3pqamgCUlJTMzMxCQkL29vbo6OgYGBiGhoYyMjIcHBwAREREqqqqTk5OMDAwUFBQrq6uSkpKJCQkPDw8AJKSkiYmJvj4+AgICFZWVuLi4qysrLS0tPr6+gB+fn5AQEBAQEB+fn76+vq0tLSsrKzi4uJWVla6gmwxEsfVqAAAAABJRU5ErkJggg==',
  'base64',
)

test('a photo that is on two records is pointed out to whoever reads them, and hinders nothing', async ({
  actAs,
}) => {
  test.setTimeout(120_000)
  const { page } = await actAs('recorder', phone)
  for (const turn of [1, 2]) {
    await page.goto('/recording')
    await page.getByRole('radio', { name: '社区治安管理' }).click()
    await page.getByRole('button', { name: '+ 党员为群众守夜送平安活动' }).click()
    await page.getByRole('textbox', { name: '党员为群众守夜送平安活动' }).fill(String(turn))
    await page
      .getByLabel('添加照片')
      .first()
      .setInputFiles([{ name: '现场.png', mimeType: 'image/png', buffer: picture }])
    await expect(page.getByRole('img', { name: '照片 1' })).toBeVisible()
    await page.getByRole('button', { name: '提交签署' }).click()
    await expect(page.getByRole('button', { name: '放大 照片 1' })).toBeVisible()
  }
  await expect(page.getByText('有照片与其他记录相同或极为相似')).toBeVisible()
  const second = page.url()
  await page.getByRole('alert').getByRole('link').click()
  await expect(page).not.toHaveURL(second)
  await expect(page.getByText('有照片与其他记录相同或极为相似')).toBeVisible()

  await page.getByRole('button', { name: '放大 照片 1' }).press('Enter')
  const large = page.getByRole('dialog').getByRole('region').getByRole('img')
  await expect(large).toHaveAttribute('style', /width: 100%/)
  await page.keyboard.press('+')
  await expect(large).not.toHaveAttribute('style', /width: 100%/)
  await page.keyboard.press('0')
  await expect(large).toHaveAttribute('style', /width: 100%/)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
})
