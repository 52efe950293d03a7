import type { Page } from '@playwright/test'
import { expect, keptOnTheDevice, phone, test } from '../fixtures.ts'

async function signInAgain(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: '请重新登录' })
  await expect(dialog).toBeVisible()
  await dialog.getByLabel('密码', { exact: true }).fill('gongjian-demo')
  await dialog.getByRole('button', { name: '登录', exact: true }).click()
  await expect(dialog).toBeHidden()
}

test('what was typed is there after a reload, after the session has ended, and after the network was gone', async ({
  actAs,
}) => {
  test.setTimeout(120_000)
  const { page, context } = await actAs('secretary', phone)
  await page.goto('/recording')
  await page.getByRole('radio', { name: '绿色社区' }).click()
  await page.getByRole('button', { name: '+ 辟建绿地' }).click()
  await page.getByRole('textbox', { name: '辟建绿地' }).fill('3')
  await page.getByLabel('说明（可不填）').fill('与居民一起整理楼前绿地')
  await expect(page.getByLabel('标题')).not.toHaveValue('')
  await expect.poll(() => page.evaluate(keptOnTheDevice)).toContain('与居民一起整理楼前绿地')
  await page.reload()
  await expect(page.getByRole('textbox', { name: '辟建绿地' })).toHaveValue('3')
  await expect(page.getByText('已恢复您上次未保存的内容')).toBeVisible()
  await expect(page.getByLabel('说明（可不填）')).toHaveValue('与居民一起整理楼前绿地')

  const title = await page.getByLabel('标题').inputValue()

  await context.setOffline(true)
  await page.getByRole('button', { name: '存为草稿' }).click()
  await expect(page.getByText('等待发送')).toBeVisible()
  await context.clearCookies()
  await context.setOffline(false)
  await signInAgain(page)
  await expect(page.getByText('没有待发送的记录')).toBeVisible()

  await page.goto('/workbench')
  await page.getByRole('link', { name: title, exact: true }).first().click()
  await expect(page.getByRole('textbox', { name: '辟建绿地' })).toHaveValue('3')
  await page.getByLabel('说明（可不填）').fill('与居民一起整理楼前绿地和花坛')
  await expect.poll(() => page.evaluate(keptOnTheDevice)).toContain('绿地和花坛')
  await context.clearCookies()
  await page.getByRole('button', { name: '存为草稿' }).click()
  await signInAgain(page)
  await expect(page.getByRole('textbox', { name: '辟建绿地' })).toHaveValue('3')
  await page.getByRole('button', { name: '存为草稿' }).click()
  await expect(page.getByText('草稿已保存。')).toBeVisible()
})

test('what is wrong is said at the field, and the cursor goes there', async ({ actAs }) => {
  const { page } = await actAs('recorder', phone)
  await page.goto('/recording')
  await page.getByRole('button', { name: '提交签署' }).click()
  await expect(page.getByText('请选择六帮中的一项。')).toBeVisible()
  await page.getByRole('radio', { name: '排忧解难' }).click()
  await page.getByRole('button', { name: '+ 为社区办实事' }).click()
  for (const [typed, said] of [
    ['-3', '不能是负数。'],
    ['1.5', '请填写整数。'],
    ['9999999999999', '数值过大，请核对。'],
    ['NaN', '请填写数字。'],
    ['0', '应大于零。'],
  ] as const) {
    await page.getByRole('textbox', { name: '为社区办实事' }).fill(typed)
    await page.getByRole('button', { name: '提交签署' }).click()
    await expect(page.getByText(said)).toBeVisible()
    await expect(page.getByRole('textbox', { name: '为社区办实事' })).toBeFocused()
  }
  await page.getByLabel('日期').fill('2008-12-31')
  await page.getByRole('button', { name: '提交签署' }).click()
  await expect(page.getByText(/日期不能晚于今天/)).toBeVisible()
})

test('a photo is stored when one likes, and a program with a photo’s name is refused', async ({
  actAs,
}) => {
  const { page } = await actAs('recorder', phone)
  await page.goto('/recording')
  await page.getByRole('radio', { name: '社区治安管理' }).click()
  await page.getByRole('button', { name: '+ 党员为群众守夜送平安活动' }).click()
  await page.getByRole('textbox', { name: '党员为群众守夜送平安活动' }).fill('1')
  const pixel = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  await page
    .getByLabel('添加照片或文档')
    .first()
    .setInputFiles([
      { name: '现场.png', mimeType: 'image/png', buffer: pixel },
      {
        name: 'photo.jpg',
        mimeType: 'image/jpeg',
        buffer: Buffer.from('MZ this is a program, not a photo'),
      },
    ])
  await expect(page.getByRole('img', { name: '照片 1' })).toBeVisible()
  await expect(page.getByText('这个文件不是可用的照片')).toBeVisible()
  await page.getByRole('group', { name: 'photo.jpg' }).getByRole('button', { name: '取消' }).click()
  await page.getByRole('button', { name: '提交签署' }).click()
  await expect(page).toHaveURL(/\/records\//)
  await expect(page.getByRole('button', { name: '放大 照片 1' })).toBeVisible()
})
