import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router'
import { z } from 'zod'
import { Shell } from './Shell.tsx'
import { ErrorPage, NotFoundPage } from './ProblemPages.tsx'
import { Loading } from '../ui/Loading.tsx'

// Our pages forbid code made from text, which Zod would otherwise try.
z.config({ jitless: true })

const text = z.string().optional().catch(undefined)
const flag = z.boolean().optional().catch(undefined)
const number = z.number().int().optional().catch(undefined)

/** The filters of a list of records; the same names as in the API and the exports. */
export const recordSearch = z.object({
  year: number,
  statuses: text,
  kinds: text,
  areas: text,
  directions: text,
  organisationId: text,
  zoneId: text,
  pairingId: text,
  campaignId: text,
  indicatorCode: text,
  month: text,
  dayFrom: text,
  dayTo: text,
  search: text,
  mine: flag,
  overdue: flag,
  openQuestion: text,
  order: text,
})
export type RecordSearch = z.infer<typeof recordSearch>

export const overviewSearch = z.object({
  year: number,
  organisationId: text,
  zoneId: text,
  month: text,
  area: text,
  kind: text,
  by: text,
  order: text,
  search: text,
  onlySilent: flag,
  nothingForDays: number,
})
export type OverviewSearch = z.infer<typeof overviewSearch>

const organisationSearch = z.object({ search: text, kind: text, zoneId: text, underId: text })
const pairingSearch = z.object({
  search: text,
  level: text,
  zoneId: text,
  organisationId: text,
  nothingForDays: number,
  ended: flag,
})
const recordingSearch = z.object({ like: text, pairingId: text })
const inboxSearch = z.object({ id: text, search: text, withoutOpenQuestions: flag })
const accountSearch = z.object({ search: text, role: text, disabled: flag })
const suggestionSearch = z.object({ search: text, kind: text, answered: flag })
const auditSearch = z.object({
  action: text,
  actor: text,
  subjectId: text,
  dayFrom: text,
  dayTo: text,
})

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFoundPage,
  errorComponent: ErrorPage,
})
const page = <Path extends string, Search extends z.ZodType>(
  path: Path,
  validateSearch: Search,
  load: Parameters<typeof lazyRouteComponent>[0],
  name: string,
) =>
  createRoute({
    getParentRoute: () => root,
    path,
    validateSearch: (search: Record<string, unknown>) => searchOf(validateSearch.parse(search)),
    component: lazyRouteComponent(load, name),
    pendingComponent: Loading,
  })
const none = z.object({})

/** What is not there does not stand in the address. */
function searchOf(parsed: unknown): Record<string, unknown> {
  if (typeof parsed !== 'object' || parsed === null) return {}
  return Object.fromEntries(Object.entries(parsed).filter(([, value]) => value !== undefined))
}

const routes = [
  page('/', none, () => import('../features/analysis/HomePage.tsx'), 'HomePage'),
  page('/sign-in', none, () => import('../features/accounts/SignInPage.tsx'), 'SignInPage'),
  page(
    '/overview',
    overviewSearch,
    () => import('../features/analysis/OverviewPage.tsx'),
    'OverviewPage',
  ),
  page('/workbench', none, () => import('../features/analysis/WorkbenchPage.tsx'), 'WorkbenchPage'),
  page(
    '/records',
    recordSearch,
    () => import('../features/activities/RecordsPage.tsx'),
    'RecordsPage',
  ),
  page('/records/$id', none, () => import('../features/activities/RecordPage.tsx'), 'RecordPage'),
  page(
    '/recording',
    recordingSearch,
    () => import('../features/recording/RecordingPage.tsx'),
    'RecordingPage',
  ),
  page(
    '/recording/$id',
    recordingSearch,
    () => import('../features/recording/RecordingPage.tsx'),
    'RecordingPage',
  ),
  page(
    '/inbox',
    inboxSearch,
    () => import('../features/countersigning/InboxPage.tsx'),
    'InboxPage',
  ),
  page(
    '/organisations',
    organisationSearch,
    () => import('../features/organisations/OrganisationsPage.tsx'),
    'OrganisationsPage',
  ),
  page(
    '/organisations/$id',
    none,
    () => import('../features/organisations/OrganisationPage.tsx'),
    'OrganisationPage',
  ),
  page('/zones', none, () => import('../features/organisations/ZonesPage.tsx'), 'ZonesPage'),
  page(
    '/pairings',
    pairingSearch,
    () => import('../features/pairings/PairingsPage.tsx'),
    'PairingsPage',
  ),
  page('/pairings/$id', none, () => import('../features/pairings/PairingPage.tsx'), 'PairingPage'),
  page('/me', none, () => import('../features/accounts/MyAccountPage.tsx'), 'MyAccountPage'),
  page(
    '/admin/accounts',
    accountSearch,
    () => import('../features/accounts/UserAccountsPage.tsx'),
    'UserAccountsPage',
  ),
  page(
    '/admin/tokens',
    none,
    () => import('../features/accounts/ApiTokensPage.tsx'),
    'ApiTokensPage',
  ),
  page(
    '/admin/suggestions',
    suggestionSearch,
    () => import('../features/suggestions/SuggestionsPage.tsx'),
    'SuggestionsPage',
  ),
  page('/audit', auditSearch, () => import('../features/audit/AuditPage.tsx'), 'AuditPage'),
]

export const router = createRouter({
  routeTree: root.addChildren(routes),
  scrollRestoration: true,
  defaultPreload: 'intent',
  defaultPendingComponent: Loading,
})
