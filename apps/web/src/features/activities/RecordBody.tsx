import { Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { graphql } from '../../generated/gql.ts'
import type { RecordFragment } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Link } from '../../ui/Link.tsx'
import { StatusBadge } from '../../ui/StatusBadge.tsx'
import { useWords } from '../../ui/words.ts'
import { DonationList } from './DonationList.tsx'
import { EvidenceStrip } from './EvidenceStrip.tsx'
import { RepeatedPhotos } from './RepeatedPhotos.tsx'
import { SimilarRecords } from './SimilarRecords.tsx'
import { useActivitiesText } from './text.ts'
import { UnusualQuantity } from './UnusualQuantity.tsx'

/** What every view of a record asks for. @public read by the code generator */
export const RecordDocumentFragment = graphql(`
  fragment Record on Activity {
    id
    version
    status
    periodStatus
    day
    kind
    area
    direction
    title
    words
    personTimes
    hours
    usefulness
    openQuestions
    taken {
      byName
      mine
    }
    programmeYear
    pairing {
      id
      level
      validFrom
    }
    agencySide {
      id
      name
    }
    agency {
      id
      name
    }
    communitySide {
      id
      name
    }
    zone {
      id
      name
    }
    campaign {
      id
      name
    }
    outputs {
      indicator {
        code
        name
        unit
        decimals
        usualMaximum
        usualRange {
          from
          to
        }
        area
      }
      claimed
      accepted
    }
    participations {
      label
      headCount
      hoursEach
    }
    donations {
      position
      kind
      description
      quantity
      unit
      valueYuan
      drive {
        id
        name
      }
      recipient
      household {
        id
        number
        inSight
      }
      recipientName
      receiptNumber
      receiptEvidenceId
      confirmation {
        id
        receivedQuantity
        receivedValueYuan
        reason
        confirmedByName
        confirmedForName
        confirmedAt
      }
    }
    donationSums {
      claimed
      received
      atMost
      isAllConfirmed
      accepted
      check
    }
    receiptRefusal {
      code
      message
    }
    householdVisits {
      id
      householdId
      householdNumber
      inSight
      visitors
    }
    evidence {
      id
      kind
      fileName
      mediaType
      bytes
      caption
      takenAt
      url
      thumbnailUrl
    }
    repeatedPhotos {
      evidenceId
      otherId
      otherTitle
      otherDay
    }
    similarRecords {
      otherId
      otherTitle
      otherDay
      otherStatus
      otherCommunityName
      daysLater
      samePairing
      percent
    }
    createdByName
    createdAt
    submittedByName
    submittedAt
    decidedAt
    countersignatures {
      id
      decision
      usefulness
      words
      reason
      fieldReasons {
        path
        reason
      }
      quantities {
        indicatorCode
        claimed
        accepted
      }
      signedByName
      deputyForName
      signedForName
      signedAt
      activityVersion
    }
    returned {
      reason
      fieldReasons {
        path
        reason
      }
      signedByName
      signedForName
      signedAt
    }
    changesSinceReturn {
      path
      label
      before
      after
    }
    steps {
      kind
      at
      byName
      deputyForName
      organisationName
      reason
    }
    waiting {
      organisation {
        id
        name
      }
      since
      days
      due
      overdue
    }
    actions {
      action
      refusal {
        code
        message
      }
    }
  }
`)

/** What a record says: on its own page, and beside the opinion in the inbox. */
export function RecordBody({
  record,
  quantities,
}: {
  record: RecordFragment
  quantities?: ReactNode
}) {
  const text = useActivitiesText()
  const words = useWords()
  const formats = useFormats()
  const reasonFor = (...found: string[]) =>
    record.returned?.fieldReasons
      .filter(({ path }) => found.includes(path))
      .map(({ reason }) => reason)
      .join(' ') || null
  const fact = (label: string, value: ReactNode, ...reasonPaths: string[]) => {
    const reason = reasonFor(...reasonPaths)
    return (
      <div>
        <Text component="dt" size="sm" c="dimmed">
          {label}
        </Text>
        <Text component="dd" m={0} className="wrap">
          {value}
        </Text>
        {reason && (
          <Text size="sm" c="brand.8">
            {text('reasonHere', { reason })}
          </Text>
        )}
      </div>
    )
  }
  return (
    <Stack gap="md">
      <Group gap="xs">
        <StatusBadge status={record.status} />
        {record.openQuestions.map((question) => (
          <Text
            key={question}
            size="sm"
            fw={600}
            style={{ background: '#fff3d6', color: '#6b4700', padding: '2px 8px', borderRadius: 4 }}
          >
            {words.question(question)}
          </Text>
        ))}
      </Group>
      {record.changesSinceReturn.length > 0 && (
        <FailureNotice color="blue" title={text('changedSinceReturn')}>
          <ul style={{ margin: 0, paddingLeft: 18 }}>
            {record.changesSinceReturn.map(({ path, label, before, after }) => (
              <li key={path} className="wrap">
                <strong>{label}</strong>: <del>{before ?? text('nothingBefore')}</del> →{' '}
                <ins>{after ?? text('nothingBefore')}</ins>
              </li>
            ))}
          </ul>
        </FailureNotice>
      )}
      <dl
        style={{
          display: 'grid',
          gridTemplateColumns: 'repeat(auto-fit, minmax(180px, 1fr))',
          gap: 14,
          margin: 0,
        }}
      >
        {fact(text('day'), formats.day(record.day), 'day')}
        {fact(
          text('kind'),
          record.area
            ? `${words.kind(record.kind)} · ${words.area(record.area)}`
            : words.kind(record.kind),
          'kind',
          'area',
        )}
        {fact(text('direction'), words.direction(record.direction), 'direction')}
        {fact(
          text('agencySide'),
          <Link to={paths.organisation(record.agencySide.id)}>{record.agencySide.name}</Link>,
        )}
        {fact(
          text('communitySide'),
          <Link to={paths.organisation(record.communitySide.id)}>{record.communitySide.name}</Link>,
        )}
        {record.campaign && fact(text('campaign'), record.campaign.name, 'campaignId')}
        {fact(
          text('people'),
          record.participations.length === 0
            ? '—'
            : formats.clauses(
                record.participations.map(({ label, headCount, hoursEach }) =>
                  text(Number(hoursEach) === 0 ? 'headsLine' : 'peopleLine', {
                    label: label ?? '',
                    heads: headCount,
                    hours: formats.number(hoursEach),
                  }).trim(),
                ),
              ),
          'participations',
        )}
      </dl>
      <div>
        <Title order={2} mb="xs">
          {text('outputs')}
        </Title>
        {quantities ?? <Quantities record={record} reasonFor={reasonFor} />}
      </div>
      {record.donations.length > 0 && (
        <div>
          <Title order={2} mb="xs">
            {text('donations')}
          </Title>
          <DonationList record={record} />
        </div>
      )}
      {record.householdVisits.length > 0 && (
        <div>
          <Title order={2} mb="xs">
            {text('households')}
          </Title>
          <ul style={{ margin: 0, paddingLeft: 18 }}>
            {record.householdVisits.map(
              ({ id, householdId, householdNumber, inSight, visitors }) => (
                <li key={id}>
                  {inSight ? (
                    <Link to={paths.household(householdId)}>
                      {householdNumber}
                      {visitors === '' ? ` · ${text('completeVisit')}` : ''}
                    </Link>
                  ) : (
                    householdNumber
                  )}
                </li>
              ),
            )}
          </ul>
        </div>
      )}
      <div>
        <Title order={2} mb="xs">
          {text('words')}
        </Title>
        <Text className="wrap">{record.words || text('noWords')}</Text>
        {reasonFor('words') && (
          <Text size="sm" c="brand.8">
            {text('reasonHere', { reason: reasonFor('words') })}
          </Text>
        )}
      </div>
      <SimilarRecords similar={record.similarRecords} />
      <RepeatedPhotos
        photos={record.evidence.filter(({ kind }) => kind === 'PHOTO')}
        repeated={record.repeatedPhotos}
      />
      <EvidenceStrip evidence={record.evidence} />
    </Stack>
  )
}

function Quantities({
  record,
  reasonFor,
}: {
  record: RecordFragment
  reasonFor: (...paths: string[]) => string | null
}) {
  const text = useActivitiesText()
  const formats = useFormats()
  if (record.outputs.length === 0) return <Text c="dimmed">{text('noOutputs')}</Text>
  const signed = record.status === 'COUNTERSIGNED'
  return (
    <table className="data-table">
      <thead>
        <tr>
          <th scope="col">{text('indicator')}</th>
          <th scope="col" className="num">
            {text('claimed')}
          </th>
          {signed && (
            <th scope="col" className="num">
              {text('accepted')}
            </th>
          )}
          <th scope="col">{text('unit')}</th>
        </tr>
      </thead>
      <tbody>
        {record.outputs.map(({ indicator, claimed, accepted }) => (
          <tr key={indicator.code}>
            <td>
              {indicator.name}
              {!signed && <UnusualQuantity {...indicator} quantity={claimed} />}
              {reasonFor(`outputs.${indicator.code}`, 'outputs') && (
                <Text size="sm" c="brand.8">
                  {text('reasonHere', {
                    reason: reasonFor(`outputs.${indicator.code}`, 'outputs'),
                  })}
                </Text>
              )}
            </td>
            <td className="num">{formats.number(claimed)}</td>
            {signed && (
              <td className="num">
                <strong>{accepted === null ? '' : formats.number(accepted)}</strong>
                {accepted !== null && accepted !== claimed && (
                  <Text size="xs" c="brand.8">
                    {text('corrected')}
                  </Text>
                )}
              </td>
            )}
            <td>{indicator.unit}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
