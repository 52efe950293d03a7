import { useMutation, useQuery } from '@apollo/client/react'
import { Button, Group, NativeSelect, Radio, Stack, Text, Title } from '@mantine/core'
import { ARCHIVE_FORMATS } from '@gongjian/domain/vocabulary'
import type { ArchiveFormat } from '@gongjian/domain/vocabulary'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import { graphql } from '../../generated/gql.ts'
import { problemOf } from '../../platform/apollo.ts'
import { useViewer } from '../../platform/session.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { OrganisationPicker } from '../../ui/OrganisationPicker.tsx'
import type { PickedOrganisation } from '../../ui/OrganisationPicker.tsx'
import { useUiText } from '../../ui/text.ts'
import { useArchivesText } from './text.ts'

const FindOrganisations = graphql(`
  query FindArchiveOrganisations($filter: OrganisationFilter) {
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
const Make = graphql(`
  mutation MakeArchive($input: MakeArchiveInput!) {
    makeArchive(input: $input) {
      __typename
      ... on Archive {
        id
      }
      ... on InvalidInput {
        message
        fieldErrors {
          path
          code
          message
        }
      }
      ... on Refused {
        message
      }
      ... on NotFound {
        message
      }
    }
  }
`)
const kinds = ['BRANCH', 'AGENCY', 'COMMUNITY', 'STREET'] as const

/** Asks for an archive: whose, which year, in which format. */
export function MakeArchive({ years, onMade }: { years: readonly number[]; onMade: () => void }) {
  const text = useArchivesText()
  const ui = useUiText()
  const viewer = useViewer()
  const own = viewer.activeAssignment?.organisation
  const hasOne = own?.kind === 'BRANCH' || own?.kind === 'COMMUNITY'
  const [id, setId] = useState(() => newId())
  const [organisation, setOrganisation] = useState<PickedOrganisation | null>(
    own && own.kind !== 'CITY_COMMITTEE' ? own : null,
  )
  const [looking, setLooking] = useState('')
  const [year, setYear] = useState(String(viewer.programmeYear))
  const [format, setFormat] = useState<ArchiveFormat>('PDF')
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [failure, setFailure] = useState<string | null>(null)
  const { data } = useQuery(FindOrganisations, {
    variables: {
      filter: {
        kinds: [...kinds],
        search: looking || null,
        underId: own?.kind === 'CITY_COMMITTEE' ? null : (own?.id ?? null),
      },
    },
    skip: hasOne,
  })
  const [make, { loading }] = useMutation(Make)

  async function submit() {
    setErrors(organisation === null ? { organisationId: text('chooseOrganisation') } : {})
    setFailure(null)
    if (organisation === null) return
    try {
      const { data: given } = await make({
        variables: {
          input: { id, organisationId: organisation.id, programmeYear: Number(year), format },
        },
      })
      const answer = given?.makeArchive
      if (answer?.__typename === 'Archive') {
        setId(newId())
        onMade()
      } else if (answer?.__typename === 'InvalidInput')
        setErrors(
          Object.fromEntries(answer.fieldErrors.map(({ path, message }) => [path, message])),
        )
      else setFailure(answer?.message ?? ui('noConnection'))
    } catch (problem) {
      setFailure(problemOf(problem)?.message ?? ui('noConnection'))
    }
  }

  return (
    <form
      noValidate
      className="paper no-print"
      style={{ marginBottom: 16 }}
      aria-labelledby="make-archive"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Stack gap="sm">
        <Title order={2} size="h3" id="make-archive">
          {text('make')}
        </Title>
        <FailureNotice message={failure} />
        <Group align="flex-start">
          {hasOne ? (
            <div>
              <Text size="sm" fw={500}>
                {text('organisation')}
              </Text>
              <Text>{organisation?.name}</Text>
            </div>
          ) : (
            <OrganisationPicker
              label={text('organisation')}
              value={organisation}
              options={data?.organisations.edges.map(({ node }) => node) ?? []}
              onSearch={(words) =>
                setLooking(
                  words.startsWith(organisation?.name ?? '-') ? '' : (words.split(' ')[0] ?? ''),
                )
              }
              onPick={setOrganisation}
              error={errors['organisationId']}
              nothingFound={text('nothingFound')}
            />
          )}
          <NativeSelect
            label={text('year')}
            value={year}
            onChange={(event) => setYear(event.currentTarget.value)}
            data={years.map(String)}
            error={errors['programmeYear']}
          />
          <Radio.Group
            label={text('format')}
            value={format}
            onChange={(value) => setFormat(ARCHIVE_FORMATS.find((one) => one === value) ?? 'PDF')}
          >
            <Group mt="xs">
              {ARCHIVE_FORMATS.map((one) => (
                <Radio key={one} value={one} label={text(`format_${one}`)} />
              ))}
            </Group>
          </Radio.Group>
        </Group>
        <Group>
          <Button type="submit" size="md" loading={loading}>
            {text('makeButton')}
          </Button>
        </Group>
        <Text size="sm" c="dimmed">
          {text('makeHint')}
        </Text>
      </Stack>
    </form>
  )
}
