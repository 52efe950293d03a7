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
import {
  accountSearch,
  appealSearch,
  archiveSearch,
  assessmentRunSearch,
  assessmentSearch,
  auditSearch,
  bulletinSearch,
  campaignSearch,
  catalogueSearch,
  correctionSearch,
  coverageSearch,
  designationSearch,
  diagnosisSearch,
  donationSearch,
  exploreSearch,
  gamingSearch,
  hoursSearch,
  householdSearch,
  inboxSearch,
  jointListSearch,
  jointSearch,
  lookSearch,
  moveSearch,
  none,
  notificationSearch,
  organisationSearch,
  overviewSearch,
  pairingSearch,
  planPageSearch,
  planSearch,
  periodSearch,
  positionsSearch,
  recordSearch,
  recordingSearch,
  robotSearch,
  savedViewSearch,
  searchOf,
  searchSearch,
  sessionSearch,
  simulationSearch,
  stateSearch,
  suggestionSearch,
  volunteerSearch,
  yearSearch,
} from './address.ts'
import type { Kind } from './address.ts'

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFoundPage,
  errorComponent: ErrorPage,
})
/**
 * A page that cannot be fetched is a problem like any other: the router by itself would load the address anew, and
 * without a network that ends at the browser's own error page.
 */
const fetched = (load: Parameters<typeof lazyRouteComponent>[0]) => () =>
  load().catch((problem: unknown) => {
    throw new Error(`the page: ${String(problem)}`, { cause: problem })
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
    component: lazyRouteComponent(fetched(load), name),
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
  page('/plans', planSearch, () => import('../features/plans/PlansPage.tsx'), 'PlansPage'),
  page('/plans/$id', planPageSearch, () => import('../features/plans/PlanPage.tsx'), 'PlanPage'),
  page('/plans/edition/$planId', none, () => import('../features/plans/PlanPage.tsx'), 'PlanPage'),
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
    '/suggestions/$id',
    none,
    () => import('../features/suggestions/SuggestionPage.tsx'),
    'SuggestionPage',
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
  // In the frame, from which one can go on to any other page.
  defaultErrorComponent: ErrorPage,
})
