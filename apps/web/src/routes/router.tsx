import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router'
import { HomePage } from '../features/analysis/HomePage.tsx'
import { Shell } from './Shell.tsx'
import { ErrorPage, NotFoundPage } from './ProblemPages.tsx'
import { laterWords } from '../platform/locale.tsx'
import { Loading } from '../ui/Loading.tsx'
import { parseMonth } from '@gongjian/domain/calendar-day'

type Kind = 'text' | 'month' | 'flag' | 'number'

/** What may stand in the address of a page: anything else in it is left out, as is what is not of its kind. */
function searchOf<Shape extends Record<string, Kind>>(shape: Shape) {
  return (search: Record<string, unknown>): Record<string, unknown> => {
    const found: Record<string, unknown> = {}
    for (const [name, kind] of Object.entries(shape)) {
      const value = search[name]
      if (
        kind === 'text' &&
        (typeof value === 'string' || typeof value === 'number') &&
        value !== ''
      )
        found[name] = String(value)
      if (kind === 'month' && typeof value === 'string' && parseMonth(value) !== null)
        found[name] = value
      if (kind === 'flag' && typeof value === 'boolean') found[name] = value
      if (kind === 'number' && typeof value === 'number' && Number.isInteger(value))
        found[name] = value
    }
    return found
  }
}

type Found<Shape extends Record<string, Kind>> = {
  [Name in keyof Shape]?:
    | (Shape[Name] extends 'flag' ? boolean : Shape[Name] extends 'number' ? number : string)
    | undefined
}

/** The filters of a list of records; the same names as in the API and the exports. */
const recordSearch = {
  year: 'number',
  statuses: 'text',
  kinds: 'text',
  areas: 'text',
  directions: 'text',
  organisationId: 'text',
  zoneId: 'text',
  pairingId: 'text',
  campaignId: 'text',
  indicatorCode: 'text',
  month: 'month',
  dayFrom: 'text',
  dayTo: 'text',
  search: 'text',
  mine: 'flag',
  overdue: 'flag',
  partnerId: 'text',
  waitsWithId: 'text',
  waitedDaysFrom: 'number',
  waitedDaysTo: 'number',
  openQuestion: 'text',
  order: 'text',
} as const
export type RecordSearch = Found<typeof recordSearch>

const overviewSearch = {
  year: 'number',
  organisationId: 'text',
  zoneId: 'text',
  month: 'month',
  area: 'text',
  kind: 'text',
  by: 'text',
  order: 'text',
  search: 'text',
  onlySilent: 'flag',
  nothingForDays: 'number',
} as const
export type OverviewSearch = Found<typeof overviewSearch>

const exploreSearch = {
  measure: 'text',
  by: 'text',
  across: 'text',
  year: 'text',
  toYear: 'text',
  from: 'text',
  to: 'text',
  zoneId: 'text',
  organisationId: 'text',
  area: 'text',
  kind: 'text',
  direction: 'text',
  compare: 'text',
  order: 'text',
  view: 'text',
  show: 'text',
} as const

const savedViewSearch = { search: 'text', mine: 'flag', order: 'text' } as const
const organisationSearch = {
  search: 'text',
  kind: 'text',
  zoneId: 'text',
  underId: 'text',
} as const
const pairingSearch = {
  search: 'text',
  level: 'text',
  zoneId: 'text',
  organisationId: 'text',
  nothingForDays: 'number',
  ended: 'flag',
} as const
const recordingSearch = { like: 'text', pairingId: 'text' } as const
const inboxSearch = { id: 'text', search: 'text', withoutOpenQuestions: 'flag' } as const
const accountSearch = { search: 'text', role: 'text', disabled: 'flag' } as const
const positionsSearch = {
  search: 'text',
  role: 'text',
  vacant: 'flag',
  deputised: 'flag',
  order: 'text',
} as const
const suggestionSearch = { search: 'text', kind: 'text', answered: 'flag' } as const
const catalogueSearch = { search: 'text', group: 'text', state: 'text' } as const
const correctionSearch = { status: 'text' } as const
const periodSearch = { year: 'number', quarter: 'number', record: 'text', state: 'text' } as const
const auditSearch = {
  action: 'text',
  actor: 'text',
  subjectId: 'text',
  dayFrom: 'text',
  dayTo: 'text',
} as const
const householdSearch = {
  status: 'text',
  kind: 'text',
  order: 'text',
  notVisitedForDays: 'number',
  openFollowUp: 'flag',
  unpaired: 'flag',
  possibleDuplicate: 'flag',
} as const
const campaignSearch = { search: 'text', states: 'text', invited: 'flag' } as const
const sessionSearch = {
  campaignId: 'text',
  dayFrom: 'text',
  dayTo: 'text',
  mine: 'flag',
  open: 'flag',
} as const
const volunteerSearch = { search: 'text', teamId: 'text', left: 'flag' } as const
const hoursSearch = {
  group: 'text',
  search: 'text',
  campaignId: 'text',
  dayFrom: 'text',
  dayTo: 'text',
} as const
const yearSearch = { year: 'number' } as const
const bulletinSearch = { year: 'number', state: 'text' } as const
const assessmentRunSearch = { grade: 'text', order: 'text', search: 'text' } as const
const gamingSearch = {
  year: 'number',
  sign: 'text',
  zoneId: 'text',
  search: 'text',
  order: 'text',
} as const
const diagnosisSearch = {
  year: 'number',
  sign: 'text',
  zoneId: 'text',
  search: 'text',
  followUp: 'text',
  order: 'text',
} as const
export type DiagnosisSearch = Found<typeof diagnosisSearch>
const coverageSearch = {
  view: 'text',
  year: 'number',
  zoneId: 'text',
  monthFrom: 'month',
  monthTo: 'month',
  by: 'text',
  order: 'text',
  search: 'text',
  organisationId: 'text',
  state: 'text',
  side: 'text',
  area: 'text',
  weight: 'text',
  at: 'text',
} as const
export type CoverageSearch = Found<typeof coverageSearch>
const simulationSearch = { simulation: 'text', year: 'number', other: 'text' } as const
const appealSearch = { joint: 'text', state: 'text', order: 'text', search: 'text' } as const
const moveSearch = { moved: 'text', order: 'text', search: 'text' } as const
const designationSearch = { state: 'text', search: 'text' } as const
const yearlySearch = { year: 'number', kind: 'text', search: 'text' } as const
const assessmentSearch = {
  ...yearlySearch,
  runs: 'text',
  runOrder: 'text',
  status: 'text',
  order: 'text',
} as const
const jointListSearch = { ...yearlySearch, state: 'text', order: 'text' } as const
const lookSearch = { search: 'text', dayFrom: 'text', dayTo: 'text', order: 'text' } as const
const jointSearch = { level: 'text', state: 'text' } as const
const donationSearch = {
  view: 'text',
  search: 'text',
  driveId: 'text',
  withoutDrive: 'flag',
  pairingId: 'text',
  organisationId: 'text',
  zoneId: 'text',
  month: 'month',
  dayFrom: 'text',
  dayTo: 'text',
  kind: 'text',
  receipt: 'text',
  check: 'text',
  mine: 'flag',
  order: 'text',
} as const
export type DonationSearch = Found<typeof donationSearch>
const archiveSearch = { year: 'number', organisationId: 'text' } as const
const notificationSearch = { unread: 'flag', kind: 'text' } as const
const robotSearch = { enabled: 'flag' } as const
const stateSearch = { state: 'text' } as const
const searchSearch = { q: 'text', kind: 'text' } as const
const none = {} as const

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFoundPage,
  errorComponent: ErrorPage,
})
/** A page that needs no words but the first. */
const firstPage = <Path extends string, Shape extends Record<string, Kind>>(
  path: Path,
  shape: Shape,
  load: Parameters<typeof lazyRouteComponent>[0],
  name: string,
) =>
  createRoute({
    getParentRoute: () => root,
    path,
    validateSearch: searchOf(shape),
    component: lazyRouteComponent(load, name),
    pendingComponent: Loading,
  })
/** Any other page: its words come beside it. */
const page: typeof firstPage = (path, shape, load, name) =>
  firstPage(
    path,
    shape,
    async () => {
      const [loaded] = await Promise.all([load(), laterWords()])
      return loaded
    },
    name,
  )
const routes = [
  createRoute({ getParentRoute: () => root, path: '/', component: HomePage }),
  firstPage('/sign-in', none, () => import('../features/accounts/SignInPage.tsx'), 'SignInPage'),
  firstPage(
    '/overview',
    overviewSearch,
    () => import('../features/analysis/OverviewPage.tsx'),
    'OverviewPage',
  ),
  firstPage(
    '/workbench',
    none,
    () => import('../features/analysis/WorkbenchPage.tsx'),
    'WorkbenchPage',
  ),
  firstPage(
    '/records',
    recordSearch,
    () => import('../features/activities/RecordsPage.tsx'),
    'RecordsPage',
  ),
  firstPage(
    '/records/$id',
    none,
    () => import('../features/activities/RecordPage.tsx'),
    'RecordPage',
  ),
  firstPage(
    '/recording',
    recordingSearch,
    () => import('../features/recording/RecordingPage.tsx'),
    'RecordingPage',
  ),
  firstPage(
    '/recording/$id',
    recordingSearch,
    () => import('../features/recording/RecordingPage.tsx'),
    'RecordingPage',
  ),
  firstPage('/outbox', none, () => import('../features/recording/OutboxPage.tsx'), 'OutboxPage'),
  firstPage(
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
  page(
    '/organisations/$id/change',
    none,
    () => import('../features/organisations/OrganisationChangePage.tsx'),
    'OrganisationChangePage',
  ),
  page(
    '/explore',
    exploreSearch,
    () => import('../features/explore/ExplorePage.tsx'),
    'ExplorePage',
  ),
  page(
    '/explore/views',
    savedViewSearch,
    () => import('../features/explore/SavedViewsPage.tsx'),
    'SavedViewsPage',
  ),
  page('/zones', none, () => import('../features/organisations/ZonesPage.tsx'), 'ZonesPage'),
  page(
    '/pairings',
    pairingSearch,
    () => import('../features/pairings/PairingsPage.tsx'),
    'PairingsPage',
  ),
  page('/pairings/$id', none, () => import('../features/pairings/PairingPage.tsx'), 'PairingPage'),
  page(
    '/households',
    householdSearch,
    () => import('../features/households/HouseholdsPage.tsx'),
    'HouseholdsPage',
  ),
  page(
    '/households/looks',
    lookSearch,
    () => import('../features/households/LooksPage.tsx'),
    'LooksPage',
  ),
  page(
    '/households/new',
    none,
    () => import('../features/households/HouseholdFormPage.tsx'),
    'HouseholdFormPage',
  ),
  page(
    '/households/$id',
    none,
    () => import('../features/households/HouseholdPage.tsx'),
    'HouseholdPage',
  ),
  page(
    '/households/$id/edit',
    none,
    () => import('../features/households/HouseholdFormPage.tsx'),
    'HouseholdFormPage',
  ),
  page('/search', searchSearch, () => import('../features/search/SearchPage.tsx'), 'SearchPage'),
  firstPage('/me', none, () => import('../features/accounts/MyAccountPage.tsx'), 'MyAccountPage'),
  page(
    '/admin/accounts',
    accountSearch,
    () => import('../features/accounts/UserAccountsPage.tsx'),
    'UserAccountsPage',
  ),
  page(
    '/admin/positions',
    positionsSearch,
    () => import('../features/accounts/PositionsPage.tsx'),
    'PositionsPage',
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
  page(
    '/corrections',
    correctionSearch,
    () => import('../features/corrections/CorrectionsPage.tsx'),
    'CorrectionsPage',
  ),
  page(
    '/records/$id/correction',
    none,
    () => import('../features/corrections/RecordCorrectionPage.tsx'),
    'RecordCorrectionPage',
  ),
  page(
    '/periods',
    periodSearch,
    () => import('../features/periods/PeriodsPage.tsx'),
    'PeriodsPage',
  ),
  page(
    '/catalogue',
    catalogueSearch,
    () => import('../features/catalogue/CataloguePage.tsx'),
    'CataloguePage',
  ),
  firstPage(
    '/notifications',
    notificationSearch,
    () => import('../features/notifications/NotificationsPage.tsx'),
    'NotificationsPage',
  ),
  firstPage(
    '/me/notifications',
    none,
    () => import('../features/notifications/SettingsPage.tsx'),
    'SettingsPage',
  ),
  page('/robots', robotSearch, () => import('../features/robots/RobotsPage.tsx'), 'RobotsPage'),
  page('/robots/new', none, () => import('../features/robots/RobotPage.tsx'), 'RobotPage'),
  page(
    '/robots/deliveries',
    stateSearch,
    () => import('../features/robots/RobotDeliveriesPage.tsx'),
    'RobotDeliveriesPage',
  ),
  page('/robots/$id', none, () => import('../features/robots/RobotPage.tsx'), 'RobotPage'),
  page('/imports', stateSearch, () => import('../features/imports/ImportsPage.tsx'), 'ImportsPage'),
  page('/audit', auditSearch, () => import('../features/audit/AuditPage.tsx'), 'AuditPage'),
  page(
    '/labour/campaigns',
    campaignSearch,
    () => import('../features/labour/CampaignsPage.tsx'),
    'CampaignsPage',
  ),
  page(
    '/labour/campaigns/$id',
    none,
    () => import('../features/labour/CampaignPage.tsx'),
    'CampaignPage',
  ),
  page(
    '/labour/sessions',
    sessionSearch,
    () => import('../features/labour/SessionsPage.tsx'),
    'SessionsPage',
  ),
  page(
    '/labour/sessions/$id',
    none,
    () => import('../features/labour/SessionPage.tsx'),
    'SessionPage',
  ),
  page(
    '/labour/sessions/$id/code',
    none,
    () => import('../features/labour/CheckInCodePage.tsx'),
    'CheckInCodePage',
  ),
  page(
    '/labour/volunteers',
    volunteerSearch,
    () => import('../features/labour/VolunteersPage.tsx'),
    'VolunteersPage',
  ),
  page(
    '/labour/volunteers/$id',
    none,
    () => import('../features/labour/VolunteerPage.tsx'),
    'VolunteerPage',
  ),
  page('/labour/hours', hoursSearch, () => import('../features/labour/HoursPage.tsx'), 'HoursPage'),
  page('/check-in/$code', none, () => import('../features/labour/CheckInPage.tsx'), 'CheckInPage'),
  page(
    '/assessment',
    assessmentSearch,
    () => import('../features/assessment/AssessmentPage.tsx'),
    'AssessmentPage',
  ),
  page(
    '/joint',
    jointListSearch,
    () => import('../features/joint/JointListPage.tsx'),
    'JointListPage',
  ),
  page('/joint/$id', jointSearch, () => import('../features/joint/JointPage.tsx'), 'JointPage'),
  page(
    '/joint/$id/designations',
    designationSearch,
    () => import('../features/joint/DesignationsPage.tsx'),
    'DesignationsPage',
  ),
  page(
    '/joint/$id/$level/$bodyId',
    none,
    () => import('../features/joint/SheetPage.tsx'),
    'SheetPage',
  ),
  page(
    '/appeals',
    appealSearch,
    () => import('../features/appeals/AppealsPage.tsx'),
    'AppealsPage',
  ),
  page('/appeals/$id', none, () => import('../features/appeals/AppealPage.tsx'), 'AppealPage'),
  page(
    '/assessment/runs/$id/moves',
    moveSearch,
    () => import('../features/appeals/MovesPage.tsx'),
    'MovesPage',
  ),
  page(
    '/assessment/runs/$id/changes',
    { search: 'text' },
    () => import('../features/appeals/ChangesPage.tsx'),
    'ChangesPage',
  ),
  page(
    '/assessment/schemes/$id',
    none,
    () => import('../features/assessment/SchemePage.tsx'),
    'SchemePage',
  ),
  page(
    '/diagnosis',
    diagnosisSearch,
    () => import('../features/diagnosis/DiagnosisPage.tsx'),
    'DiagnosisPage',
  ),
  page(
    '/pairs-map',
    coverageSearch,
    () => import('../features/pairs-map/PairsMapPage.tsx'),
    'PairsMapPage',
  ),
  page(
    '/coverage',
    coverageSearch,
    () => import('../features/coverage/CoveragePage.tsx'),
    'CoveragePage',
  ),
  page(
    '/assessment/signs',
    gamingSearch,
    () => import('../features/gaming/GamingPage.tsx'),
    'GamingPage',
  ),
  page(
    '/assessment/schemes/$id/simulation',
    simulationSearch,
    () => import('../features/assessment/SimulationPage.tsx'),
    'SimulationPage',
  ),
  page(
    '/assessment/runs/$id',
    assessmentRunSearch,
    () => import('../features/assessment/RunPage.tsx'),
    'RunPage',
  ),
  page(
    '/assessment/runs/$id/scores/$organisationId',
    none,
    () => import('../features/assessment/ScorePage.tsx'),
    'ScorePage',
  ),
  page(
    '/donations',
    donationSearch,
    () => import('../features/donations/LedgerPage.tsx'),
    'LedgerPage',
  ),
  page('/cockpit', none, () => import('../features/cockpit/CockpitPage.tsx'), 'CockpitPage'),
  page(
    '/archives',
    archiveSearch,
    () => import('../features/archives/ArchivesPage.tsx'),
    'ArchivesPage',
  ),
  page(
    '/year-report',
    yearSearch,
    () => import('../features/year-report/YearReportPage.tsx'),
    'YearReportPage',
  ),
  page(
    '/bulletins',
    bulletinSearch,
    () => import('../features/bulletins/BulletinsPage.tsx'),
    'BulletinsPage',
  ),
  page(
    '/bulletins/$id',
    none,
    () => import('../features/bulletins/BulletinPage.tsx'),
    'BulletinPage',
  ),
  page(
    '/verify/bulletin',
    none,
    () => import('../features/bulletins/VerifyBulletinPage.tsx'),
    'VerifyBulletinPage',
  ),
  page(
    '/verify/bulletin/$code',
    none,
    () => import('../features/bulletins/VerifyBulletinPage.tsx'),
    'VerifyBulletinPage',
  ),
  page(
    '/verify/archive',
    none,
    () => import('../features/archives/VerifyArchivePage.tsx'),
    'VerifyArchivePage',
  ),
  page(
    '/verify/archive/$code',
    none,
    () => import('../features/archives/VerifyArchivePage.tsx'),
    'VerifyArchivePage',
  ),
  page('/verify', none, () => import('../features/labour/VerifyPage.tsx'), 'VerifyPage'),
  page('/verify/$code', none, () => import('../features/labour/VerifyPage.tsx'), 'VerifyPage'),
]

export const router = createRouter({
  routeTree: root.addChildren(routes),
  scrollRestoration: true,
  defaultPreload: 'intent',
  defaultPendingComponent: Loading,
})
