import { paths } from '../../paths.ts'
import { useMay } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Link } from '../../ui/Link.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { useUiText } from '../../ui/text.ts'
import { LooksTable } from './LooksTable.tsx'
import { useHouseholdsText } from './text.ts'

/** Every look within the reader's scope: the data that were looked at are not shown here. */
export function LooksPage() {
  const text = useHouseholdsText()
  const ui = useUiText()
  const may = useMay()
  if (!may('householdLooks')) return <EmptyState title={ui('mayNotSee')} />
  return (
    <>
      <PageHeader
        title={text('looks')}
        subtitle={text('looksWhat')}
        actions={<Link to={paths.households()}>{text('title')}</Link>}
      />
      <div className="paper">
        <LooksTable householdId={null} />
      </div>
    </>
  )
}
