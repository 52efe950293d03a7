import { mayOf } from '../../platform/session.tsx'
import type { Viewer } from '../../platform/session.tsx'

/** Where one begins: those who record or sign at their workbench, those who watch at the overview, the administrator at the accounts. */
export function startOf(
  viewer: Pick<Viewer, 'permissions'>,
): 'WORKBENCH' | 'ACCOUNTS' | 'OVERVIEW' {
  const may = mayOf(viewer)
  if (may('submitActivity') || may('countersignActivity')) return 'WORKBENCH'
  return may('userAccounts') ? 'ACCOUNTS' : 'OVERVIEW'
}
