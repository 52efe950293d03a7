import { useQuery } from '@apollo/client/react'
import { createContext, useContext } from 'react'
import type { ReactNode } from 'react'
import { graphql } from '../generated/gql.ts'
import type { ViewerQuery } from '../generated/graphql.ts'

export const ViewerDocument = graphql(`
  query Viewer {
    viewer {
      id
      account
      name
      locale
      mustChangePassword
      today
      now
      programmeYear
      waitingForMe
      unreadNotifications
      city {
        code
        name
        demonstration
      }
      assignments {
        id
        role
        deputyForName
        active
        organisation {
          id
          name
          kind
          code
        }
        zone {
          id
          name
        }
      }
      activeAssignment {
        id
        role
        deputyForName
        organisation {
          id
          name
          kind
          code
        }
        zone {
          id
          name
        }
      }
      permissions {
        operation
        scope
      }
    }
  }
`)

export type Viewer = NonNullable<ViewerQuery['viewer']>
const ViewerContext = createContext<Viewer | null>(null)

export function ViewerProvider({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  return <ViewerContext value={viewer}>{children}</ViewerContext>
}

/** The signed-in reader; only for pages behind the sign-in. */
export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext)
  if (viewer === null) throw new Error('a page that needs a reader was shown without one')
  return viewer
}

/** Whether the present role may call the operation: the server's answer, not a rule of the client's. */
export const mayOf =
  ({ permissions }: Pick<Viewer, 'permissions'>) =>
  (operation: string): boolean =>
    permissions.some((permission) => permission.operation === operation)

/** The same of the reader of the page. */
export function useMay(): (operation: string) => boolean {
  return mayOf(useViewer())
}

export function useViewerQuery(skip: boolean) {
  return useQuery(ViewerDocument, { skip })
}
