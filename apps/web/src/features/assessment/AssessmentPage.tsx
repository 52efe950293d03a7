import { Button, NativeSelect } from '@mantine/core'
import { ASSESSED_KINDS } from '@gongjian/domain/assessment-measures'
import { useQuery } from '@apollo/client/react'
import { Link as RouterLink, useNavigate, useSearch } from '@tanstack/react-router'
import { paths } from '../../paths.ts'
import { useMay } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { countSet, Filters } from '../../ui/Filters.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import { AssessmentYearsDocument } from './assessment-queries.ts'
import type { AssessmentSearch } from './assessment-search.ts'
import { RunList } from './RunList.tsx'
import { SchemeList } from './SchemeList.tsx'
import { useAssessmentText } from './text.ts'

/** The year's assessment: by what it is judged, and the runs that were made of it. */
export function AssessmentPage() {
  const text = useAssessmentText()
  const ui = useUiText()
  const words = useWords()
  const may = useMay()
  const navigate = useNavigate()
  const search: AssessmentSearch = useSearch({ strict: false })
  const { data } = useQuery(AssessmentYearsDocument, { skip: !may('assessmentSchemes') })
  const years = (data?.periods ?? []).map(({ year }) => year)
  const kind = ASSESSED_KINDS.find((one) => one === search.kind) ?? null
  const set = (part: AssessmentSearch) =>
    void navigate({ to: paths.assessment(), search: { ...search, ...part }, replace: true })
  if (!may('assessmentSchemes')) return <EmptyState title={ui('mayNotSee')} />
  const shared = {
    programmeYear: search.year ?? null,
    kind,
    search: search.search ?? null,
  }
  return (
    <>
      <PageHeader
        title={text('title')}
        subtitle={text('subtitle')}
        actions={
          may('gamingSigns') && (
            <Button variant="default" component={RouterLink} to={paths.gaming()}>
              {text('gamingSigns')}
            </Button>
          )
        }
      />
      <Filters
        first={
          <SearchField
            label={text('searchSchemes')}
            value={search.search ?? ''}
            onSearch={(value) => set({ search: value || undefined })}
          />
        }
        chosen={countSet(search.year, kind)}
      >
        <NativeSelect
          size="md"
          label={text('year')}
          value={search.year === undefined ? '' : String(search.year)}
          data={[{ value: '', label: ui('all') }, ...years.map(String)]}
          onChange={({ currentTarget: { value } }) =>
            set({ year: value ? Number(value) : undefined })
          }
        />
        <NativeSelect
          size="md"
          label={text('kind')}
          value={kind ?? ''}
          data={[
            { value: '', label: ui('all') },
            ...ASSESSED_KINDS.map((value) => ({ value, label: words.organisationKind(value) })),
          ]}
          onChange={({ currentTarget: { value } }) => set({ kind: value || undefined })}
        />
      </Filters>
      <RunList shared={shared} search={search} set={set} />
      <SchemeList shared={shared} search={search} set={set} years={years} />
    </>
  )
}
