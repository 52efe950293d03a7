import { Button, Group } from '@mantine/core'
import { Link as RouterLink } from '@tanstack/react-router'
import { paths } from '../../paths.ts'
import { useMay } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Link } from '../../ui/Link.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { useUiText } from '../../ui/text.ts'
import { CountsView } from './CountsView.tsx'
import { HouseholdList } from './HouseholdList.tsx'
import { useHouseholdsText } from './text.ts'

/** The cases that the reader keeps or looks after; for all others, how many there are. */
export function HouseholdsPage() {
  const text = useHouseholdsText()
  const ui = useUiText()
  const may = useMay()
  if (!may('householdCounts')) return <EmptyState title={ui('mayNotSee')} />
  const lists = may('households')
  return (
    <>
      <PageHeader
        title={text('title')}
        subtitle={text(lists ? 'subtitle' : 'subtitleCounts')}
        actions={
          <Group gap="md">
            {may('householdLooks') && <Link to={paths.householdLooks()}>{text('looks')}</Link>}
            {may('saveHousehold') && (
              <Button component={RouterLink} to={paths.newHousehold()}>
                {text('create')}
              </Button>
            )}
          </Group>
        }
      />
      {lists ? <HouseholdList /> : <CountsView />}
    </>
  )
}
