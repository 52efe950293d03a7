import { useSearch, useNavigate } from '@tanstack/react-router'
import { DELIVERY_STATES } from '@gongjian/domain/vocabulary'
import { paths } from '../../paths.ts'
import { useMay } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Link } from '../../ui/Link.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { useUiText } from '../../ui/text.ts'
import { RobotDeliveries } from './RobotDeliveries.tsx'
import { useRobotsText } from './text.ts'

/** All that went to the groups, or could not. */
export function RobotDeliveriesPage() {
  const text = useRobotsText()
  const ui = useUiText()
  const may = useMay()
  const navigate = useNavigate()
  const search: { state?: string } = useSearch({ strict: false })
  if (!may('robotDeliveries')) return <EmptyState title={ui('mayNotSee')} />
  return (
    <>
      <PageHeader
        title={text('deliveries')}
        subtitle={text('deliveriesHint')}
        actions={<Link to={paths.robots()}>{text('title')}</Link>}
      />
      <RobotDeliveries
        robotId={null}
        state={DELIVERY_STATES.find((one) => one === search.state) ?? null}
        onState={(state) =>
          void navigate({
            to: paths.robotDeliveries(),
            search: { state: state ?? undefined },
            replace: true,
          })
        }
      />
    </>
  )
}
