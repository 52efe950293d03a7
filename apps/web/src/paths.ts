import type { ExportFilter, ExportTableName } from '@gongjian/domain/export-filters'
/** Every address of the product, made in one place. */
export const paths = {
  home: () => '/' as const,
  signIn: () => '/sign-in' as const,
  overview: () => '/overview' as const,
  cockpit: () => '/cockpit' as const,
  explore: () => '/explore' as const,
  savedViews: () => '/explore/views' as const,
  workbench: () => '/workbench' as const,
  records: () => '/records' as const,
  record: (id: string) => `/records/${id}`,
  newRecord: () => '/recording' as const,
  editRecord: (id: string) => `/recording/${id}`,
  outbox: () => '/outbox' as const,
  inbox: () => '/inbox' as const,
  notifications: () => '/notifications' as const,
  organisations: () => '/organisations' as const,
  organisation: (id: string) => `/organisations/${id}`,
  changeOrganisation: (id: string) => `/organisations/${id}/change`,
  zones: () => '/zones' as const,
  pairings: () => '/pairings' as const,
  pairing: (id: string) => `/pairings/${id}`,
  plans: () => '/plans' as const,
  plan: (pairingId: string) => `/plans/${pairingId}`,
  planEdition: (id: string) => `/plans/edition/${id}`,
  households: () => '/households' as const,
  newHousehold: () => '/households/new' as const,
  householdLooks: () => '/households/looks' as const,
  household: (id: string) => `/households/${id}`,
  editHousehold: (id: string) => `/households/${id}/edit`,
  search: () => '/search' as const,
  me: () => '/me' as const,
  notificationSettings: () => '/me/notifications' as const,
  robots: () => '/robots' as const,
  newRobot: () => '/robots/new' as const,
  robotDeliveries: () => '/robots/deliveries' as const,
  robot: (id: string) => `/robots/${id}`,
  positions: () => '/admin/positions' as const,
  userAccounts: () => '/admin/accounts' as const,
  apiTokens: () => '/admin/tokens' as const,
  suggestions: () => '/admin/suggestions' as const,
  suggestion: (id: string) => `/suggestions/${id}`,
  catalogue: () => '/catalogue' as const,
  corrections: () => '/corrections' as const,
  recordCorrection: (id: string) => `/records/${id}/correction`,
  periods: () => '/periods' as const,
  audit: () => '/audit' as const,
  donations: () => '/donations' as const,
  imports: () => '/imports' as const,
  campaigns: () => '/labour/campaigns' as const,
  campaign: (id: string) => `/labour/campaigns/${id}`,
  labourSessions: () => '/labour/sessions' as const,
  labourSession: (id: string) => `/labour/sessions/${id}`,
  checkInCode: (id: string) => `/labour/sessions/${id}/code`,
  volunteers: () => '/labour/volunteers' as const,
  volunteer: (id: string) => `/labour/volunteers/${id}`,
  labourHours: () => '/labour/hours' as const,
  checkIn: (code: string) => `/check-in/${code}`,
  archives: () => '/archives' as const,
  assessment: () => '/assessment' as const,
  diagnosis: () => '/diagnosis' as const,
  gaming: () => '/assessment/signs' as const,
  assessmentScheme: (id: string) => `/assessment/schemes/${id}`,
  assessmentSimulation: (id: string) => `/assessment/schemes/${id}/simulation`,
  assessmentRun: (id: string) => `/assessment/runs/${id}`,
  jointAssessments: () => '/joint' as const,
  jointAssessment: (id: string) => `/joint/${id}`,
  appeals: () => '/appeals' as const,
  appeal: (id: string) => `/appeals/${id}`,
  runMoves: (id: string) => `/assessment/runs/${id}/moves`,
  runChanges: (id: string) => `/assessment/runs/${id}/changes`,
  designations: (id: string) => `/joint/${id}/designations`,
  jointSheet: (id: string, level = '', bodyId = '') => `/joint/${id}/${level}/${bodyId}`,
  assessmentScore: (id: string, organisationId = '') =>
    `/assessment/runs/${id}/scores/${organisationId}`,
  pairsMap: () => '/pairs-map' as const,
  coverage: () => '/coverage' as const,
  yearReport: () => '/year-report' as const,
  bulletins: () => '/bulletins' as const,
  bulletin: (id: string) => `/bulletins/${id}`,
  verifyBulletin: (code: string) =>
    code === '' ? '/verify/bulletin' : `/verify/bulletin/${encodeURIComponent(code)}`,
  verifyArchive: (code: string) =>
    code === '' ? '/verify/archive' : `/verify/archive/${encodeURIComponent(code)}`,
  verify: (code: string) => `/verify/${encodeURIComponent(code)}`,
}

/** What is shown to whoever comes, signed in or not: a phone at the place, a certificate in the hand. */
export function isOpenToAll(pathname: string): boolean {
  return pathname === '/verify' || /^\/(check-in|verify)\//.test(pathname)
}

/** What is shown without a network, to whom the device knows. */
export function opensOffline(pathname: string): boolean {
  return /^\/(recording|outbox)(\/|$)/.test(pathname)
}

/** The address of an export: the same table with the same filters as on the page. */
export function exportPath<Table extends ExportTableName, Filter extends object>(
  table: Table,
  format: 'xlsx' | 'csv',
  filter: Filter & ExportFilter<Table, Filter>,
): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(filter)) {
    if (value === undefined || value === null || value === '' || value === false) continue
    search.set(name, Array.isArray(value) ? value.join(',') : String(value))
  }
  const query = search.toString()
  return `/api/exports/${table}.${format}${query === '' ? '' : `?${query}`}`
}
