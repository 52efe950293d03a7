import { directionsRecordedBy, sideOfRole } from '@gongjian/domain/activity-actions'
import type { Direction } from '@gongjian/domain/vocabulary'
import { useMemo } from 'react'
import { useViewer } from '../../platform/session.tsx'

/** What the side records on which one stands in one's present role; the usual one first. */
export function useDirections(): readonly Direction[] {
  const role = useViewer().activeAssignment?.role
  return useMemo(() => {
    const side = role === undefined ? null : sideOfRole(role)
    return side === null ? [] : directionsRecordedBy(side)
  }, [role])
}
