import { Navigate } from '@tanstack/react-router'
import { paths } from '../../paths.ts'
import { useViewer } from '../../platform/session.tsx'
import { startOf } from './start-of.ts'

/** Goes on to where the reader begins. */
export function HomePage() {
  switch (startOf(useViewer())) {
    case 'WORKBENCH':
      return <Navigate to={paths.workbench()} replace />
    case 'ACCOUNTS':
      return <Navigate to={paths.userAccounts()} replace />
    case 'OVERVIEW':
      return <Navigate to={paths.overview()} replace search={{}} />
  }
}
