/** Every address of the product, made in one place. */
export const paths = {
  home: () => '/' as const,
  signIn: () => '/sign-in' as const,
  overview: () => '/overview' as const,
  workbench: () => '/workbench' as const,
  records: () => '/records' as const,
  record: (id: string) => `/records/${id}`,
  newRecord: () => '/recording' as const,
  editRecord: (id: string) => `/recording/${id}`,
  inbox: () => '/inbox' as const,
  organisations: () => '/organisations' as const,
  organisation: (id: string) => `/organisations/${id}`,
  zones: () => '/zones' as const,
  pairings: () => '/pairings' as const,
  pairing: (id: string) => `/pairings/${id}`,
  households: () => '/households' as const,
  newHousehold: () => '/households/new' as const,
  householdLooks: () => '/households/looks' as const,
  household: (id: string) => `/households/${id}`,
  editHousehold: (id: string) => `/households/${id}/edit`,
  me: () => '/me' as const,
  userAccounts: () => '/admin/accounts' as const,
  apiTokens: () => '/admin/tokens' as const,
  suggestions: () => '/admin/suggestions' as const,
  catalogue: () => '/catalogue' as const,
  audit: () => '/audit' as const,
  campaigns: () => '/labour/campaigns' as const,
  campaign: (id: string) => `/labour/campaigns/${id}`,
  labourSessions: () => '/labour/sessions' as const,
  labourSession: (id: string) => `/labour/sessions/${id}`,
  checkInCode: (id: string) => `/labour/sessions/${id}/code`,
  volunteers: () => '/labour/volunteers' as const,
  volunteer: (id: string) => `/labour/volunteers/${id}`,
  labourHours: () => '/labour/hours' as const,
  checkIn: (code: string) => `/check-in/${code}`,
  verify: (code: string) => `/verify/${encodeURIComponent(code)}`,
}

/** What is shown to whoever comes, signed in or not: a phone at the place, a certificate in the hand. */
export function isOpenToAll(pathname: string): boolean {
  return pathname === '/verify' || /^\/(check-in|verify)\//.test(pathname)
}

/** The address of an export: the same table with the same filters as on the page. */
export function exportPath(
  table: string,
  format: 'xlsx' | 'csv',
  filter: Record<string, unknown>,
): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(filter)) {
    if (value === undefined || value === null || value === '' || value === false) continue
    search.set(name, Array.isArray(value) ? value.join(',') : String(value))
  }
  const query = search.toString()
  return `/api/exports/${table}.${format}${query === '' ? '' : `?${query}`}`
}
