import { Navigate } from '@tanstack/react-router'
import { paths } from '../../paths.ts'
import { useMay } from '../../platform/session.tsx'

/** Where one begins: those who record or sign at their workbench, those who watch at the overview, the administrator at the accounts. */
export function HomePage() {
  const may = useMay()
  if (may('submitActivity') || may('countersignActivity'))
    return <Navigate to={paths.workbench()} replace />
  if (may('userAccounts')) return <Navigate to={paths.userAccounts()} replace />
  return <Navigate to={paths.overview()} replace search={{}} />
}
