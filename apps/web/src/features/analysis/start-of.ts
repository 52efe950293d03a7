import type { Viewer } from '../../platform/session.tsx'

/** Where one begins: those who record or sign at their workbench, those who watch at the overview, the administrator at the accounts. */
export function startOf({
  permissions,
}: Pick<Viewer, 'permissions'>): 'WORKBENCH' | 'ACCOUNTS' | 'OVERVIEW' {
  const may = (operation: string) => permissions.some((one) => one.operation === operation)
  if (may('submitActivity') || may('countersignActivity')) return 'WORKBENCH'
  return may('userAccounts') ? 'ACCOUNTS' : 'OVERVIEW'
}
