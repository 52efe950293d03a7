import { Box } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { paths } from '../../paths.ts'
import { useMay } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Link } from '../../ui/Link.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { AllHits } from './AllHits.tsx'
import { GroupHits } from './GroupHits.tsx'
import { SEARCH_GROUPS } from './search-kinds.ts'
import { useSearchText } from './text.ts'

/** What is found in all that the reader may see, by kind. */
export function SearchPage() {
  const text = useSearchText()
  const may = useMay()
  const navigate = useNavigate()
  const { q = '', kind }: { q?: string; kind?: string } = useSearch({ strict: false })
  const asked = q.trim()
  const isShown = {
    records: may('activities'),
    organisations: may('organisations'),
    people: may('userAccounts') || may('volunteers'),
    households: may('households'),
  }
  const groups = SEARCH_GROUPS.filter((group) => isShown[group])
  const chosen = groups.find((group) => group === kind) ?? null
  return (
    <>
      <PageHeader title={asked === '' ? text('title') : text('titleFor', { asked })} />
      <Box hiddenFrom="md" mb="sm">
        <SearchField
          label={text('field')}
          value={q}
          takesFocus
          onSearch={(value) =>
            void navigate({
              to: paths.search(),
              search: { q: value || undefined, kind },
              replace: true,
            })
          }
        />
      </Box>
      {asked === '' ? (
        <EmptyState title={text('ask')} hint={text('askHint')} />
      ) : (
        <>
          <nav aria-label={text('groups')} className="search-groups">
            {[null, ...groups].map((group) => (
              <Link
                key={group ?? 'all'}
                to={paths.search()}
                search={{ q, ...(group === null ? {} : { kind: group }) }}
                aria-current={group === chosen ? 'page' : undefined}
              >
                {text(group === null ? 'group_all' : `group_${group}`)}
              </Link>
            ))}
          </nav>
          {chosen === null ? (
            <AllHits asked={asked} groups={groups} />
          ) : (
            <GroupHits asked={asked} group={chosen} />
          )}
        </>
      )}
    </>
  )
}
