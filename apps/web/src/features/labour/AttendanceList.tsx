import { useQuery } from '@apollo/client/react'
import { Badge, Button, Group } from '@mantine/core'
import { useState } from 'react'
import { graphql } from '../../generated/gql.ts'
import type { LabourAttendancesQuery } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import type { TableColumn } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Link } from '../../ui/Link.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { CorrectionForm } from './CorrectionForm.tsx'
import { useLabourText } from './text.ts'

const AttendancesDocument = graphql(`
  query LabourAttendances($after: String, $filter: LabourAttendanceFilter) {
    labourAttendances(first: 50, after: $after, filter: $filter) {
      edges {
        cursor
        node {
          id
          source
          checkedInAt
          checkedOutAt
          recordedHours
          addedHours
          marks
          version
          mayCorrect
          volunteer {
            id
            shownName
            organisation {
              id
              name
            }
          }
          session {
            id
            day
            title
            plannedHours
            community {
              id
              name
            }
          }
          corrections {
            recordedBefore
            addedBefore
            recordedAfter
            addedAfter
            reason
            correctedByName
            correctedAt
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)
export type Attendance = LabourAttendancesQuery['labourAttendances']['edges'][number]['node']

/** Who was there, with the hours on the spot and those added later beside each other. */
export function AttendanceList({
  filter,
  showSession,
  onChanged,
}: {
  filter: { sessionId?: string; volunteerId?: string }
  showSession: boolean
  onChanged: () => void
}) {
  const text = useLabourText()
  const formats = useFormats()
  const [correcting, setCorrecting] = useState<Attendance | null>(null)
  const { data, error, loading, refetch, fetchMore } = useQuery(AttendancesDocument, {
    variables: { after: null, filter },
    notifyOnNetworkStatusChange: true,
    fetchPolicy: 'cache-and-network',
  })
  const page = data?.labourAttendances
  if (error && page === undefined)
    return <QueryProblem error={error} onRetry={() => void refetch()} />
  if (page === undefined) return <Loading />
  if (page.edges.length === 0)
    return <EmptyState title={text('nobodyThere')} hint={text('nobodyThereHint')} />
  const where: TableColumn<Attendance>[] = showSession
    ? [
        {
          key: 'session',
          head: text('session'),
          main: true,
          cell: ({ session }) => (
            <Link to={paths.labourSession(session.id)}>
              {formats.day(session.day)} {session.title}
            </Link>
          ),
        },
        {
          key: 'community',
          head: text('community'),
          cell: ({ session }) => session.community.name,
        },
      ]
    : [
        {
          key: 'who',
          head: text('volunteer'),
          main: true,
          cell: ({ volunteer }) => volunteer.shownName,
        },
        {
          key: 'organisation',
          head: text('organisation'),
          cell: ({ volunteer }) => volunteer.organisation.name,
        },
      ]
  return (
    <>
      <DataTable
        caption={text('whoWasThere')}
        rows={page.edges.map(({ node }) => node)}
        keyOf={({ id }) => id}
        columns={[
          ...where,
          { key: 'how', head: text('how'), cell: ({ source }) => text(`source_${source}`) },
          {
            key: 'in',
            head: text('inAndOut'),
            cell: ({ checkedInAt, checkedOutAt }) =>
              checkedInAt === null
                ? '—'
                : `${formats.moment(checkedInAt)} — ${checkedOutAt ? formats.moment(checkedOutAt) : text('notLeft')}`,
          },
          {
            key: 'recorded',
            head: text('recordedHours'),
            number: true,
            cell: ({ recordedHours }) => formats.number(recordedHours),
          },
          {
            key: 'added',
            head: text('addedHours'),
            number: true,
            cell: ({ addedHours }) => formats.number(addedHours),
          },
          {
            key: 'marks',
            head: text('marks'),
            cell: ({ marks, corrections }) => (
              <Group gap={6}>
                {marks.map((mark) => (
                  <Badge
                    key={mark}
                    color="yellow"
                    variant="light"
                    c="dark"
                    style={{ maxWidth: 'none', flexShrink: 0 }}
                  >
                    {text(`mark_${mark}`)}
                  </Badge>
                ))}
                {corrections.map((one) => (
                  <span key={one.correctedAt}>
                    {text('corrected', {
                      before: formats.number(Number(one.recordedBefore) + Number(one.addedBefore)),
                      after: formats.number(Number(one.recordedAfter) + Number(one.addedAfter)),
                      reason: one.reason,
                      name: one.correctedByName,
                    })}
                  </span>
                ))}
                {marks.length + corrections.length === 0 && '—'}
              </Group>
            ),
          },
          {
            key: 'actions',
            head: text('actions'),
            cell: (row) =>
              row.mayCorrect ? (
                <Button
                  size="compact-md"
                  variant="default"
                  aria-label={text('correctOf', { name: row.volunteer.shownName })}
                  onClick={() => setCorrecting(row)}
                >
                  {text('correct')}
                </Button>
              ) : (
                ''
              ),
          },
        ]}
      />
      <LoadMore
        hasNextPage={page.pageInfo.hasNextPage}
        loading={loading}
        onMore={() => void fetchMore({ variables: { after: page.pageInfo.endCursor } })}
      />
      {correcting && (
        <CorrectionForm
          attendance={correcting}
          onClose={() => setCorrecting(null)}
          onDone={() => {
            setCorrecting(null)
            void refetch()
            onChanged()
          }}
        />
      )}
    </>
  )
}
