import { useQuery } from '@apollo/client/react'
import { NativeSelect, TextInput } from '@mantine/core'
import { FIGURE_KEYS, FIGURES, figureOf } from '@gongjian/domain/explore-measures'
import {
  dimensionsOf,
  EXPLORE_COMPARISONS,
  EXPLORE_DIMENSIONS,
  EXPLORE_SHOWN,
} from '@gongjian/domain/explore-question'
import type { ExploreAddress, ExploreQuestion } from '@gongjian/domain/explore-question'
import { ACTIVITY_KINDS, DIRECTIONS, HELP_AREAS } from '@gongjian/domain/vocabulary'
import { useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import { countSet, Filters } from '../../ui/Filters.tsx'
import { OrganisationPicker } from '../../ui/OrganisationPicker.tsx'
import type { PickedOrganisation } from '../../ui/OrganisationPicker.tsx'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import { showsOf } from './chart-shape.ts'
import { useExploreText } from './text.ts'
import type { useExploreWords } from './use-explore-words.ts'

const FindOrganisations = graphql(`
  query ExploreOrganisations($filter: OrganisationFilter) {
    organisations(first: 12, filter: $filter) {
      edges {
        cursor
        node {
          id
          name
          code
        }
      }
    }
  }
`)

type Indicator = { code: string; name: string; area: string | null | undefined; kind: string }

/** What is asked, as fields; each goes into the address at once. */
export function QuestionForm({
  question,
  set,
  words: explore,
  indicators,
  years,
  present,
  zones,
  organisation,
}: {
  question: ExploreQuestion
  set: (part: ExploreAddress) => void
  words: ReturnType<typeof useExploreWords>
  indicators: readonly Indicator[]
  years: readonly number[]
  present: number
  zones: readonly { id: string; name: string }[]
  organisation: PickedOrganisation | null
}) {
  const text = useExploreText()
  const ui = useUiText()
  const words = useWords()
  const [looking, setLooking] = useState('')
  const found = useQuery(FindOrganisations, {
    variables: {
      filter: { search: looking, kinds: ['AGENCY', 'BRANCH', 'DISTRICT', 'STREET', 'COMMUNITY'] },
    },
    skip: looking.trim() === '',
  })
  const groups = [
    ...HELP_AREAS.map((area) => ({
      name: words.area(area),
      of: indicators.filter((one) => one.area === area),
    })),
    ...(['LABOUR', 'VISIT'] as const).map((kind) => ({
      name: words.kind(kind),
      of: indicators.filter((one) => one.kind === kind),
    })),
  ]
  const all = { value: '', label: ui('all') }
  const figure = figureOf(question.measure)
  const isOfPairings = figure?.source === 'PAIRINGS'
  const dimensions = figure === null ? EXPLORE_DIMENSIONS : dimensionsOf(figure)
  const figures = (ofPairings: boolean) =>
    FIGURE_KEYS.filter((key) => (FIGURES[key].source === 'PAIRINGS') === ofPairings).map((key) => ({
      value: key,
      label: explore.measureName(key),
    }))
  const byMonths = question.from !== null || question.to !== null
  const last = question.toYear ?? question.year ?? present
  return (
    <Filters
      first={
        <NativeSelect
          size="md"
          label={text('measure')}
          value={question.measure}
          onChange={({ currentTarget: { value } }) => set({ measure: value })}
          data={[
            { group: text('figures'), items: figures(false) },
            ...groups
              .filter(({ of }) => of.length > 0)
              .map(({ name, of }) => ({
                group: name,
                items: of.map((one) => ({ value: `outputs.${one.code}`, label: one.name })),
              })),
            { group: text('planFigures'), items: figures(true) },
          ]}
          style={{ flex: '1 1 220px', maxWidth: '100%' }}
        />
      }
      chosen={countSet(
        question.across,
        question.from,
        question.to,
        question.zoneId,
        question.organisationId,
        question.kind,
        question.area,
        question.direction,
      )}
    >
      <NativeSelect
        size="md"
        label={text('rows')}
        value={question.by}
        onChange={({ currentTarget: { value } }) =>
          set({ by: value, ...(value === question.across ? { across: undefined } : {}) })
        }
        data={dimensions.map((one) => ({ value: one, label: text(`by_${one}`) }))}
      />
      <NativeSelect
        size="md"
        label={text('columns')}
        value={question.across ?? ''}
        onChange={({ currentTarget: { value } }) => set({ across: value || undefined })}
        data={[
          { value: '', label: text('noColumns') },
          ...dimensions
            .filter((one) => one !== question.by)
            .map((one) => ({
              value: one,
              label: text(`by_${one}`),
            })),
        ]}
      />
      <NativeSelect
        size="md"
        label={text('fromYear')}
        value={byMonths ? '' : String(question.year ?? present)}
        onChange={({ currentTarget: { value } }) =>
          set({
            year: value || undefined,
            toYear: Number(value) > last ? undefined : (question.toYear ?? undefined),
            from: undefined,
            to: undefined,
          })
        }
        data={[
          ...(byMonths ? [{ value: '', label: text('byMonths') }] : []),
          ...years.map((year) => ({ value: String(year), label: String(year) })),
        ]}
      />
      {!byMonths && (
        <NativeSelect
          size="md"
          label={text('untilYear')}
          value={String(last)}
          onChange={({ currentTarget: { value } }) =>
            set({ year: question.year ?? present, toYear: value })
          }
          data={years
            .filter((year) => year >= (question.year ?? present))
            .map((year) => ({ value: String(year), label: String(year) }))}
        />
      )}
      {!isOfPairings && (
        <>
          <TextInput
            size="md"
            type="month"
            label={text('fromMonth')}
            value={question.from ?? ''}
            onChange={({ currentTarget: { value } }) => set({ from: value || undefined })}
          />
          <TextInput
            size="md"
            type="month"
            label={text('untilMonth')}
            value={question.to ?? ''}
            onChange={({ currentTarget: { value } }) => set({ to: value || undefined })}
          />
        </>
      )}
      <NativeSelect
        size="md"
        label={text('zone')}
        value={question.zoneId ?? ''}
        onChange={({ currentTarget: { value } }) => set({ zoneId: value || undefined })}
        data={[all, ...zones.map(({ id, name }) => ({ value: id, label: name }))]}
      />
      <OrganisationPicker
        key={organisation?.id ?? 'none'}
        label={text('organisation')}
        value={organisation}
        options={found.data?.organisations.edges.map(({ node }) => node) ?? []}
        onSearch={setLooking}
        onPick={(picked) => set({ organisationId: picked?.id })}
        nothingFound={text('noOrganisation')}
      />
      {!isOfPairings && (
        <>
          <NativeSelect
            size="md"
            label={text('kind')}
            value={question.kind ?? ''}
            onChange={({ currentTarget: { value } }) =>
              set({ kind: value || undefined, area: undefined })
            }
            data={[all, ...ACTIVITY_KINDS.map((value) => ({ value, label: words.kind(value) }))]}
          />
          <NativeSelect
            size="md"
            label={text('area')}
            value={question.area ?? ''}
            onChange={({ currentTarget: { value } }) => set({ area: value || undefined })}
            data={[all, ...HELP_AREAS.map((value) => ({ value, label: words.area(value) }))]}
          />
          <NativeSelect
            size="md"
            label={text('direction')}
            value={question.direction ?? ''}
            onChange={({ currentTarget: { value } }) => set({ direction: value || undefined })}
            data={[all, ...DIRECTIONS.map((value) => ({ value, label: words.direction(value) }))]}
          />
        </>
      )}
      <NativeSelect
        size="md"
        label={text('compare')}
        value={question.compare}
        onChange={({ currentTarget: { value } }) => set({ compare: value })}
        data={EXPLORE_COMPARISONS.map((value) => ({ value, label: text(`compare_${value}`) }))}
      />
      <NativeSelect
        size="md"
        label={text('show')}
        value={question.show}
        onChange={({ currentTarget: { value } }) => set({ show: value })}
        data={EXPLORE_SHOWN.filter((one) => showsOf(question).includes(one)).map((value) => ({
          value,
          label: text(`show_${value}`),
        }))}
      />
    </Filters>
  )
}
