import { expect, expectAccessible, test } from '../fixtures.ts'

test('an organisation is renamed on a day, after a look at what it touches, and found by its former name', async ({
  actAs,
}) => {
  test.setTimeout(120_000)
  const { page } = await actAs('admin')
  await page.goto('/organisations?search=A017')
  const link = page.getByRole('table').getByRole('link').first()
  const former = (await link.textContent()) ?? ''
  await link.click()
  await page.getByRole('link', { name: '变更', exact: true }).click()
  await page.getByRole('button', { name: '查看影响' }).click()
  await expect(page.getByText('请填写。').first()).toBeVisible()
  await expect(page.getByText('与现在的名称相同。')).toHaveCount(0)
  await expectAccessible(page)
  const name = `${former}（新）`
  await page.getByLabel('新名称').fill(name)
  await page.getByLabel('依据或原因').fill('机构改革')
  await page.getByRole('button', { name: '查看影响' }).click()
  await expect(page.getByText('将涉及')).toBeVisible()
  await page.getByRole('button', { name: '确认变更' }).click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  await expect(page.getByText(`曾用名：${former}`)).toBeVisible()
  await expectAccessible(page)
  await page.goto(`/organisations?search=${encodeURIComponent(former)}`)
  await expect(page.getByRole('link', { name, exact: true })).toBeVisible()
})

test('a merger of a day to come can be cancelled before it', async ({ actAs }) => {
  test.setTimeout(120_000)
  const { page } = await actAs('admin')
  await page.goto('/organisations?search=A031-01')
  await page.getByRole('table').getByRole('link').first().click()
  await page.getByRole('link', { name: '变更', exact: true }).click()
  await page.getByLabel('变更事项').selectOption('MERGE')
  await page.getByLabel('生效日期').fill('2099-01-01')
  await page.getByLabel('并入', { exact: true }).first().fill('A031-02')
  await page.getByRole('option', { name: /A031-02/ }).click()
  await page.getByLabel('依据或原因').fill('支部合并')
  await expectAccessible(page)
  await page.getByRole('button', { name: '查看影响' }).click()
  await expect(page.getByText('到生效日期才执行')).toBeVisible()
  await page.getByRole('button', { name: '确认变更' }).click()
  await expect(page.getByText(/合并.*待生效/)).toBeVisible()
  await page.getByRole('button', { name: '取消这项变更' }).click()
  await expect(page.getByText(/待生效/)).toHaveCount(0)
})
