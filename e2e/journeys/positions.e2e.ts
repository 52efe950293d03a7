import type { Page } from '@playwright/test'
import {
  expect,
  expectAccessible,
  expectSound,
  openInInbox,
  phone,
  signIn,
  test,
} from '../fixtures.ts'

const ownPassword = '雪梅-风-2008-松花江'

/** The administrator makes an account of a branch recorder; gives its first password. */
async function newRecorder(
  admin: Page,
  { account, name, branch }: { account: string; name: string; branch: string },
): Promise<string> {
  await admin.goto('/admin/accounts')
  await admin.getByRole('button', { name: '新建账号' }).click()
  const dialog = admin.getByRole('dialog')
  await dialog.getByLabel('账号').fill(account)
  await dialog.getByLabel('姓名').fill(name)
  await dialog.getByLabel(/所在组织/).fill(branch)
  await admin.getByRole('listbox').getByRole('option', { name: branch }).click()
  await dialog.getByRole('button', { name: '建立' }).click()
  return admin.getByTestId('first-password').innerText()
}

async function signInFirst(page: Page, account: string, password: string): Promise<void> {
  await signIn(page, account, password)
  await page.getByLabel('当前密码').fill(password)
  await page.getByLabel('新密码', { exact: true }).fill(ownPassword)
  await page.getByLabel('再输一次新密码').fill(ownPassword)
  await page.getByRole('button', { name: '修改密码' }).click()
  await expect(page.getByRole('heading', { name: '我的工作台' })).toBeVisible()
}

test('two officers: what one has open the other sees to be taken, and takes over with a word', async ({
  actAs,
}) => {
  test.slow()
  const { page: community } = await actAs('community')
  await community.goto('/inbox')
  const title = await openInInbox(community.locator('[data-row]').last())
  await community.getByRole('textbox', { name: '意见（可不填）' }).fill('群众欢迎')

  const { page: street } = await actAs('street')
  await street.goto('/inbox')
  await street.getByRole('searchbox', { name: '查找' }).fill(title)
  const taken = street
    .locator('[data-row]')
    .filter({ hasText: title })
    .filter({ hasText: '正在处理' })
  await expect(taken).toBeVisible()
  await taken.click()
  await expect(street.getByRole('alert').filter({ hasText: '正在处理' })).toBeVisible()
  await expect(street.getByRole('button', { name: '确认属实，签署' })).toHaveCount(0)
  await expectAccessible(street)

  await street.getByRole('button', { name: '接手处理' }).click()
  await expect(street.getByRole('button', { name: '确认属实，签署' })).toBeVisible()
  await expect(community.getByRole('alert').filter({ hasText: '正在处理' })).toBeVisible()
  // What was typed is there again when it is free.
  await street.goto('/records')
  await community.getByRole('button', { name: '接手处理' }).click()
  await expect(community.getByRole('textbox', { name: '意见（可不填）' })).toHaveValue('群众欢迎')
})

test('an officer on leave names a deputy, who signs for them and says so', async ({ actAs }) => {
  test.slow()
  const { page: community } = await actAs('community')
  await community.goto('/me')
  await community.getByRole('button', { name: '请假代理' }).click()
  const dialog = community.getByRole('dialog')
  await dialog.getByRole('button', { name: '指定代理' }).click()
  await expect(dialog.getByText('请选择人员。')).toBeVisible()
  await dialog.getByLabel('代理人').fill('林春光')
  await community.getByRole('option', { name: /林春光/ }).click()
  await dialog.getByLabel('请假事由').fill('参加培训')
  await expectAccessible(community)
  await dialog.getByRole('button', { name: '指定代理' }).click()
  await expect(community.getByText(/由 林春光 代理/)).toBeVisible()

  const { page: deputy } = await actAs('street')
  await deputy.goto('/notifications?kind=DEPUTY_NAMED')
  const named = deputy.getByRole('link', { name: '您被指定为请假代理人' }).first()
  await expect(named).toBeVisible()
  await expect(deputy.getByText(/来自 任秀英/).first()).toBeVisible()
  await expectAccessible(deputy)
  await named.click()
  await expect(deputy).toHaveURL(/\/me$/)
  await deputy
    .getByRole('combobox', { name: '切换角色' })
    .selectOption({ label: '省报社社区 · 代任秀英·社区干部' })
  await deputy.goto('/inbox')
  const title = await openInInbox(deputy.locator('[data-row]').first())
  await deputy.getByRole('heading', { level: 2 }).first().click()
  await deputy.keyboard.press('4')
  await deputy.keyboard.press('Control+Enter')
  await expect(deputy.getByText(`已签署：${title}`)).toBeVisible()

  await community.goto(`/records?search=${encodeURIComponent(title)}&statuses=COUNTERSIGNED`)
  await community.getByRole('link', { name: title }).first().click()
  await expect(community.getByText('林春光（代 任秀英）').first()).toBeVisible()
  await community.goto('/me')
  await community.getByRole('button', { name: '提前结束' }).click()
  await expect(community.getByText(/由 林春光 代理/)).toHaveCount(0)
  await deputy.goto('/notifications?kind=LEAVE_ENDED')
  await expect(deputy.getByRole('link', { name: '请假代理已提前结束' }).first()).toBeVisible()
})

test('a recorder hands their position over, the receiver is told, looks at the sheet and confirms it', async ({
  actAs,
}) => {
  test.setTimeout(120_000)
  const { page: admin } = await actAs('admin')
  const mark = Date.now().toString(36)
  const giver = { account: `giver${mark}`, name: `交班${mark}`, branch: 'A060-01' }
  const receiver = { account: `taker${mark}`, name: `接班${mark}`, branch: 'A060-02' }
  const [given, taken] = [await newRecorder(admin, giver), await newRecorder(admin, receiver)]

  const { page: from } = await actAs(null)
  await signInFirst(from, giver.account, given)
  await from.goto('/me')
  const ownPositions = from.getByRole('region', { name: '我的岗位' })
  await ownPositions.getByRole('button', { name: '移交岗位' }).click()
  const dialog = from.getByRole('dialog')
  await dialog.getByRole('button', { name: '移交岗位' }).click()
  await expect(dialog.getByText('请选择人员。')).toBeVisible()
  await dialog.getByLabel('接任人').fill(receiver.name)
  await from.getByRole('option', { name: receiver.name }).click()
  await dialog.getByLabel('交接说明').fill('台账在二号柜。')
  await expectAccessible(from)
  await dialog.getByRole('button', { name: '移交岗位' }).click()
  await expect(dialog).toBeHidden()
  await expect(ownPositions.getByText('待接任人确认')).toBeVisible()

  const { page: to } = await actAs(null, phone)
  await signInFirst(to, receiver.account, taken)
  await to.goto('/notifications?kind=HAND_OVER_WAITS')
  await expect(to.getByText(`来自 ${giver.name}`)).toBeVisible()
  await to.getByRole('link', { name: /有职务移交给您/ }).click()
  await expect(to).toHaveURL(/\/me$/)
  const newPositions = to.getByRole('region', { name: '我的岗位' })
  await expect(newPositions.getByText('台账在二号柜。')).toBeVisible()
  await expect(newPositions.getByText(/待签署 \d+ 条/)).toBeVisible()
  await expectSound(to)
  await expectAccessible(to)
  await newPositions.getByRole('button', { name: '确认接收' }).click()
  await expect(newPositions.getByText(/已于.*确认/)).toBeVisible()
  await expect(newPositions.getByRole('button', { name: '确认接收' })).toHaveCount(0)

  await from.goto('/notifications?kind=HAND_OVER_CONFIRMED')
  await expect(from.getByRole('link', { name: /接收人已确认/ })).toBeVisible()
  await admin.goto(`/admin/positions?search=${encodeURIComponent(receiver.name)}`)
  await admin
    .getByRole('table', { name: '岗位与代理' })
    .getByRole('row')
    .filter({ hasText: '第一党支部' })
    .getByRole('button', { name: /历任$/ })
    .click()
  const history = admin.getByRole('dialog')
  await expect(history.getByText(`由 ${giver.name} 移交 ${receiver.name}`)).toBeVisible()
  await expectAccessible(admin)
})
