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
