import { expect, expectAccessible, expectSound, phone, test } from '../fixtures.ts'

const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAkAAAAICAIAAACkr0LiAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAA60lEQVQImQHgAB//AAAAAICAgD4+Pjo6OnR0dOzs7KKiopaWlsjIyAA4ODjm5ubS0tL8/PxkZGQKCgru7u4QEBBwcHAADg4O6urqBAQEXFxc8vLyxsbG2NjYKCgotra2AIKCgoyMjNTU1FpaWh4eHiAgIGBgYN7e3pqamgCUlJTMzMxCQkL29vbo6OgYGBiGhoYyMjIcHBwAREREqqqqTk5OMDAwUFBQrq6uSkpKJCQkPDw8AJKSkiYmJvj4+AgICFZWVuLi4qysrLS0tPr6+gB+fn5AQEBAQEB+fn76+vq0tLSsrKzi4uJWVla6gmwxEsfVqAAAAABJRU5ErkJggg==',
  'base64',
)
const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n')

test('an agency appeals against a part of its published score, the office upholds it, and the result is run again', async ({
  actAs,
}) => {
  test.setTimeout(120_000)
  const { page } = await actAs('secretary', phone)
  await page.goto('/appeals')
  await expect(page.getByRole('list', { name: '申诉' })).toContainText('维持原结果')
  await page.goto('/assessment')
  await page
    .getByRole('list', { name: '考评结果' })
    .getByRole('listitem')
    .filter({ hasText: '已公布' })
    .getByRole('link')
    .click()
  await page.getByLabel('按名称或编号查找').fill('市委组织部')
  const scores = page.getByRole('list', { name: '得分' })
  await expect(scores.getByRole('listitem')).toHaveCount(1)
  await scores.getByRole('link', { name: '市委组织部' }).click()
  await page.getByLabel('申诉项').selectOption({ label: '三级联评' })
  await page.getByRole('button', { name: '提出申诉' }).click()
  await expect(page.getByText(/必填|请填写/)).toBeVisible()
  await page.getByLabel('理由').fill('协作区评分时漏看了台账。')
  await expectSound(page)
  await expectAccessible(page)
  await page.getByRole('button', { name: '提出申诉' }).click()
  await expect(page.getByText('等市直机关工委答复')).toBeVisible()
  await page.getByLabel('添加照片或文档').setInputFiles([
    { name: '台账.png', mimeType: 'image/png', buffer: picture },
    { name: '签到表.pdf', mimeType: 'application/pdf', buffer: pdf },
  ])
  await expect(page.getByRole('button', { name: '放大 照片 1' })).toBeVisible()
  await expect(page.getByRole('link', { name: /签到表\.pdf/ })).toBeVisible()
  await page
    .getByLabel('添加照片或文档')
    .setInputFiles([{ name: '误传.pdf', mimeType: 'application/pdf', buffer: pdf }])
  await page.getByRole('button', { name: '移除文档 误传.pdf' }).click()
  await expect(page.getByRole('link', { name: /误传\.pdf/ })).toHaveCount(0)
  await expect(page.getByRole('link', { name: /签到表\.pdf/ })).toBeVisible()
  await expect(page.getByRole('button', { name: '放大 照片 1' })).toBeVisible()
  // What the server will not have is only to be removed: another try would end the same.
  await page
    .getByLabel('添加照片或文档')
    .setInputFiles([
      { name: '程序.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') },
    ])
  const refused = page.getByRole('group', { name: '程序.exe' })
  await expect(refused.getByRole('alert')).toBeVisible()
  await expect(refused.getByRole('button', { name: '重传' })).toHaveCount(0)
  await expectSound(page)
  await expectAccessible(page)
  await refused.getByRole('button', { name: '移除' }).click()
  await expect(refused).toHaveCount(0)

  const { page: office } = await actAs('municipal')
  await office.goto('/joint')
  await office
    .getByRole('table', { name: '三级联评' })
    .getByRole('link', { name: /机关党组织/ })
    .click()
  await expect(office.getByRole('button', { name: '重新考评' })).toBeDisabled()
  await expect(office.getByText(/还有申诉没有答复/).first()).toBeVisible()
  await expectAccessible(office)
  await office.getByRole('link', { name: /待答复1件/ }).click()
  await office
    .getByRole('table', { name: '申诉' })
    .getByRole('row', { name: /待答复/ })
    .getByRole('link')
    .click()
  await expect(office.getByRole('link', { name: /签到表\.pdf/ })).toBeVisible()
  await expect(office.getByRole('button', { name: /移除/ })).toHaveCount(0)
  await office.getByRole('button', { name: '放大 照片 1' }).press('Enter')
  await expect(office.getByRole('dialog').getByRole('region').getByRole('img')).toBeVisible()
  await office.keyboard.press('Escape')
  await office
    .getByLabel('添加照片或文档')
    .setInputFiles([{ name: '复核意见.pdf', mimeType: 'application/pdf', buffer: pdf }])
  await expect(office.getByRole('button', { name: '移除文档 复核意见.pdf' })).toBeVisible()
  await office.getByLabel('申诉成立').check()
  await office.getByLabel('答复意见').fill('经复核，情况属实。')
  await office.getByLabel('更正内容').fill('协作区评分改为5分。')
  await office.getByLabel('更正哪一级的评分').selectOption('ZONE')
  await office.getByLabel(/^改为/).fill('6')
  await office.getByRole('button', { name: '答复并通知' }).click()
  await expect(office.getByText('最多 5 分。')).toBeVisible()
  await office.getByLabel(/^改为/).fill('5')
  await expectAccessible(office)
  await office.getByRole('button', { name: '答复并通知' }).click()
  await expect(office.getByText('本答复为最终答复。')).toBeVisible()

  await office.goto('/joint')
  await office
    .getByRole('table', { name: '三级联评' })
    .getByRole('link', { name: /机关党组织/ })
    .click()
  // The demonstration has had one already.
  const moves = office.getByRole('link', { name: '重新考评后谁有变动' })
  const former = (await moves.getAttribute('href')) ?? ''
  await office.getByRole('button', { name: '重新考评' }).click()
  await expect(moves).not.toHaveAttribute('href', former)
  await moves.click()
  const moved = office.getByRole('table', { name: '重新考评后的变动' })
  await expect(moved.getByRole('row', { name: /市委组织部/ })).toContainText('三级联评', {
    timeout: 30_000,
  })
  await expectSound(office)
  await expectAccessible(office)

  await page.reload()
  await expect(page.getByText('更正内容：')).toBeVisible()
  await expect(page.getByRole('link', { name: /复核意见\.pdf/ })).toBeVisible()
  await expect(page.getByRole('button', { name: /移除|添加/ })).toHaveCount(0)
})
