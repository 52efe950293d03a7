import { expect, expectAccessible, test } from '../fixtures.ts'

test('a street marks its communities by keyboard and from a spreadsheet, and delivers', async ({
  actAs,
}) => {
  const { page } = await actAs('street')
  await page.goto('/')
  await page.getByRole('link', { name: '三级联评' }).click()
  await page
    .getByRole('table', { name: '三级联评' })
    .getByRole('link', { name: /已评 0/ })
    .click()
  await expect(page.getByRole('button', { name: '提交评分' })).toBeDisabled()
  const fields = page.getByRole('table', { name: '评分表' }).getByRole('textbox')
  await fields.first().fill('12')
  await fields.first().press('Enter')
  await expect(fields.nth(1)).toBeFocused()
  await expect(page.getByText('0至10分，最多两位小数。')).toBeVisible()
  await expectAccessible(page)

  const count = await fields.count()
  const column = Array.from({ length: count }, (_, index) => String(6 + (index % 5) * 0.5))
  await fields.first().evaluate((field, text) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text', text)
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
  }, column.join('\n'))
  await expect(page.getByText('已全部评完，可以提交。')).toBeVisible()
  await page.getByRole('button', { name: '提交评分' }).click()
  await expect(page.getByRole('button', { name: '撤回修改' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('row').nth(1)).toContainText('6')
})

test('the committee sees who has delivered but no mark, and leaves a level out with a reason', async ({
  actAs,
}) => {
  const { page } = await actAs('municipal')
  await page.goto('/joint')
  const list = page.getByRole('table', { name: '三级联评' })
  await expect(list.getByRole('link', { name: /机关党组织/ })).toBeVisible()
  await page.getByLabel('考评对象').selectOption('COMMUNITY')
  await expect(list.getByRole('link', { name: /机关党组织/ })).toHaveCount(0)
  await expect(page).toHaveURL(/kind=COMMUNITY/)
  await page.getByLabel('按方案名称查找').fill('没有这样的方案')
  await expect(page.getByText('没有符合条件的联评')).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('按方案名称查找').fill('社区')
  await list.getByRole('link', { name: /社区党组织/ }).click()
  await expect(page.getByRole('button', { name: '截止评分并合成' })).toBeDisabled()
  await page.getByLabel('级别').selectOption('DISTRICT')
  await expect(page.getByRole('table', { name: '评分进度' }).getByRole('link')).toHaveCount(0)
  await expectAccessible(page)
  await page.getByRole('button', { name: '本级未交的全部不计' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: '不计其评分' }).click()
  await expect(dialog.getByText(/必填|请填写/)).toBeVisible()
  await dialog.getByLabel('理由').fill('逾期未交')
  await dialog.getByRole('button', { name: '不计其评分' }).click()
  await expect(page.getByRole('table', { name: '评分进度' })).toContainText('逾期未交')
})

test('the committee sees which branches are proposed and what the others are missing, and refuses one', async ({
  actAs,
}) => {
  const { page } = await actAs('municipal')
  await page.goto('/joint')
  await page
    .getByRole('table', { name: '三级联评' })
    .getByRole('link', { name: /机关党组织/ })
    .click()
  await page.getByRole('link', { name: '规范化党支部认定' }).click()
  const table = page.getByRole('table', { name: '规范化党支部认定' })
  await page.getByLabel('状态').selectOption('SHORT')
  await expect(table.getByText(/应\d/).first()).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('状态').selectOption('PROPOSED')
  await table.getByRole('button', { name: /^审定/ }).first().click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: '认定', exact: true })).toBeDisabled()
  await dialog.getByLabel(/理由/).fill('台账抽查有出入')
  await dialog.getByRole('button', { name: '不予认定' }).click()
  await expect(dialog).toBeHidden()
  await page.getByLabel('状态').selectOption('REFUSED')
  await expect(table).toContainText('台账抽查有出入')
})
