import { readdirSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import { test as base, expect } from '@playwright/test'
import type { Browser, BrowserContext, Locator, Page } from '@playwright/test'
import { cities, demonstrationPassword } from './city-under-test.ts'
import type { CityUnderTest } from './city-under-test.ts'

/** The codes of some indicators begin as the keys of labour do. */
const features = readdirSync(new URL('../apps/web/src/features', import.meta.url)).filter(
  (name) => name !== 'labour',
)
/** A key of a catalogue that stands where its words should. */
const keyWithoutWords = new RegExp(
  String.raw`\b(ui|failure|field|words|${features.join('|')})\.[a-zA-Z_]{3,}\b`,
)

export const phone = { width: 390, height: 844 } as const
export const desk = { width: 1440, height: 900 } as const

export type Role =
  | 'recorder'
  | 'secretary'
  | 'community'
  | 'street'
  | 'zone'
  | 'district'
  | 'municipal'
  | 'municipal2'
  | 'auditor'
  | 'admin'
export const roles: readonly Role[] = [
  'recorder',
  'secretary',
  'community',
  'street',
  'zone',
  'district',
  'municipal',
  'auditor',
  'admin',
]

type Opened = { page: Page; context: BrowserContext; problems: string[] }

/** Fills the form in and sends it once the app is there; the form that stands before it has a story of its own. */
export async function signIn(page: Page, account: string, password: string): Promise<void> {
  await page.goto('/sign-in')
  await expect(page.locator('#early')).toHaveCount(0)
  await page.getByLabel('账号').fill(account)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
}

/** A browser of its own for somebody, signed in as a person would; collects what goes wrong on its pages. */
async function open(
  browser: Browser,
  role: Role | null,
  viewport: { width: number; height: number },
): Promise<Opened> {
  const context = await browser.newContext({
    viewport,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  })
  const page = await context.newPage()
  const problems: string[] = []
  page.on('pageerror', (problem) => problems.push(problem.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('Failed to load resource'))
      problems.push(message.text())
  })
  if (role !== null) {
    await signIn(page, role, demonstrationPassword)
    await expect(page.getByRole('button', { name: /的菜单$/ })).toBeVisible()
  }
  return { page, context, problems }
}

/** The city that a project's stories happen in. */
export type CityOption = { city: CityUnderTest }

export const test = base.extend<
  CityOption & {
    actAs: (role: Role | null, viewport?: { width: number; height: number }) => Promise<Opened>
  }
>({
  city: [cities[0], { option: true }],
  baseURL: async ({ city }, use) => use(city.address),
  actAs: async ({ browser }, use) => {
    const opened: Opened[] = []
    await use(async (role, viewport = desk) => {
      const one = await open(browser, role, viewport)
      opened.push(one)
      return one
    })
    for (const { context, problems } of opened) {
      await context.close()
      expect(problems, 'errors in the browser').toEqual([])
    }
  },
})

/** Opens a record of the inbox, waits until it stands beside the list, and gives its title. */
export async function openInInbox(row: Locator): Promise<string> {
  const title = await row.locator('p').first().innerText()
  await row.click()
  await expect(row.page().getByRole('heading', { level: 2 }).first()).toHaveText(title)
  return title
}

/** What the page has put by on the device, as text. Runs in the page. */
export function keptOnTheDevice(): Promise<string> {
  return new Promise((resolve) => {
    const opening = indexedDB.open('gongjian')
    opening.addEventListener('error', () => resolve(''))
    opening.addEventListener('success', () => {
      if (!opening.result.objectStoreNames.contains('drafts')) {
        opening.result.close()
        resolve('')
        return
      }
      const reading = opening.result.transaction('drafts').objectStore('drafts').getAll()
      reading.addEventListener('success', () => {
        opening.result.close()
        resolve(JSON.stringify(reading.result))
      })
    })
  })
}

/** No rule of WCAG 2.2 AA that a program can check is broken. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .options({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      rules: {
        'landmark-banner-is-top-level': { enabled: true },
        'landmark-no-duplicate-banner': { enabled: true },
      },
      resultTypes: ['violations'],
    })
    .setLegacyMode()
    .analyze()
  expect(
    violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map(({ target }) => target.join(' '))
          .slice(0, 3)
          .join(', ')}`,
    ),
  ).toEqual([])
}

/** Nothing scrolls sideways, and no text stands as the name of its message. */
export async function expectSound(page: Page): Promise<void> {
  // A page that lays itself out by script needs a moment after the window has changed.
  await expect
    .poll(
      () =>
        page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        ),
      { message: 'pixels that stick out sideways', timeout: 5000 },
    )
    .toBeLessThanOrEqual(0)
  const text = await page.locator('body').innerText()
  expect(text).not.toMatch(keyWithoutWords)
}

export { expect }
