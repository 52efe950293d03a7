import { expect, phone, test } from '../fixtures.ts'

test('what a branch gives is entered on a phone, confirmed by the community as less, and stands so in the ledger', async ({
  actAs,
}) => {
  test.setTimeout(120_000)
  const { page: recorder } = await actAs('recorder', phone)
  await recorder.goto('/recording')
  await recorder.getByRole('radio', { name: '排忧解难' }).click()
  await recorder.getByRole('button', { name: '+ 捐款捐物折合人民币' }).click()
  await recorder.getByRole('button', { name: '增加一行' }).click()
  // Only one drive is open: it is chosen already.
  await expect(recorder.getByLabel('捐赠专项')).toHaveValue(/.+/)
  await recorder.getByLabel('物品或说明').fill('棉大衣')
  await recorder.getByLabel('折合（元）').fill('900')
  await recorder.getByText('数量、收据、接收人').click()
  await recorder.getByLabel('数量', { exact: true }).fill('9')
  await recorder.getByLabel('单位', { exact: true }).fill('件')
  await recorder.getByLabel('收据号').fill('捐-0926')
  await recorder.getByRole('button', { name: '提交签署' }).click()
  await expect(recorder.getByText('待接收方确认收到')).toBeVisible()

  const { page: community } = await actAs('community')
  await community.goto('/donations?mine=true')
  await community.getByRole('link', { name: '捐物 棉大衣 9件' }).click()
  await community.getByRole('button', { name: '确认收到' }).click()
  await community.getByLabel('收到数量（件）').fill('8')
  await community.getByLabel('收到价值（元）').fill('800')
  await community.getByRole('button', { name: '确认', exact: true }).click()
  await expect(community.getByText('请写清理由。')).toBeVisible()
  await community.getByLabel('差异原因').fill('清点时少一件')
  await community.getByRole('button', { name: '确认', exact: true }).click()
  await expect(community.getByText('收到 8件 价值 800 元', { exact: false })).toBeVisible()
  await expect(community.getByText('收到数少于申报')).toBeVisible()

  await community.goto('/donations?receipt=LESS_RECEIVED')
  await expect(community.getByRole('link', { name: '捐物 棉大衣 9件' })).toBeVisible()
  await community.getByLabel('查看').selectOption('按专项')
  await expect(community.getByRole('link', { name: '金秋助学' })).toBeVisible()
})
