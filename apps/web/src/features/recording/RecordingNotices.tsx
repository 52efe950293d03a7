import { Button } from '@mantine/core'
import type { RecordedContentFragment } from '../../generated/graphql.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Link } from '../../ui/Link.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { ErrorSummary } from './ErrorSummary.tsx'
import type { FormContent } from './form-content.ts'
import { useRecordingText } from './text.ts'

const donationField: Readonly<Record<string, Parameters<ReturnType<typeof useRecordingText>>[0]>> =
  {
    description: 'donationWhat',
    quantity: 'donationQuantity',
    unit: 'donationUnit',
    driveId: 'drive',
    householdId: 'recipientHousehold',
    recipientName: 'recipientName',
    receiptNumber: 'receiptNumber',
    receiptEvidenceId: 'receiptPhoto',
  }

/** Above the form: what it is, what came back, what was recovered, what went wrong. */
export function RecordingNotices({
  record,
  likeLast,
  recoveredAt,
  onDiscard,
  isUnsent,
  isQueued,
  failure,
  errors,
  content,
  indicators,
  choosesPairing,
}: {
  record: RecordedContentFragment | null
  likeLast: { id: string; title: string } | null
  recoveredAt: number | null
  onDiscard: () => void
  isUnsent: boolean
  isQueued: boolean
  failure: string | null
  errors: Record<string, string>
  content: FormContent
  indicators: readonly { code: string; name: string }[]
  choosesPairing: boolean
}) {
  const text = useRecordingText()
  const formats = useFormats()
  const returned = record?.returned ?? null

  /** The name of the field that shows the error itself; null where the message has to stand for it. */
  function nameOf(path: string): string | null {
    const [list, number, part] = path.split('.')
    if (list === 'outputs' && number !== undefined) {
      const code = content.outputs[Number(number)]?.indicatorCode
      return indicators.find((indicator) => indicator.code === code)?.name ?? null
    }
    if (list === 'donations' && number !== undefined)
      return text('donationField', {
        field: text(donationField[part ?? ''] ?? 'donationValue'),
        number: Number(number) + 1,
      })
    switch (path) {
      case 'day':
      case 'kind':
      case 'area':
      case 'words':
      case 'direction':
      case 'headCount':
      case 'hoursEach':
        return text(path)
      case 'participations':
        return text('headCount')
      case 'title':
        return text('titleField')
      case 'campaignId':
        return content.kind === 'LABOUR' ? text('campaign') : null
      case 'pairingId':
        return choosesPairing ? text('pairing') : null
      default:
        return null
    }
  }

  return (
    <>
      <PageHeader
        title={text(record === null ? 'title' : 'editTitle')}
        subtitle={text('why')}
        {...(record === null && likeLast !== null
          ? {
              actions: (
                <Link to={paths.newRecord()} search={{ like: likeLast.id }}>
                  {text('likeLastTime', { title: likeLast.title })}
                </Link>
              ),
            }
          : {})}
      />
      {recoveredAt !== null && (
        <FailureNotice
          color="blue"
          title={text('recovered', { when: formats.moment(new Date(recoveredAt).toISOString()) })}
        >
          <Button variant="default" size="sm" onClick={onDiscard}>
            {text(record === null ? 'discardRecovered' : 'discardToServer')}
          </Button>
        </FailureNotice>
      )}
      {isQueued && (
        <FailureNotice color="blue" title={text('editingQueued')}>
          <Link to={paths.outbox()}>{text('toOutbox')}</Link>
        </FailureNotice>
      )}
      {returned && (
        <FailureNotice
          color="red"
          title={text('returnedBy', {
            who: `${returned.signedForName} ${returned.signedByName}`,
            when: formats.moment(returned.signedAt),
          })}
          message={returned.reason}
        />
      )}
      {record?.refusalToSave && record.refusalToSave.code !== 'TAKEN_BY_OTHER' && (
        <FailureNotice message={record.refusalToSave.message} />
      )}
      {isUnsent && (
        <FailureNotice color="yellow" title={text('notSent')}>
          <div>{text('notSentHint')}</div>
        </FailureNotice>
      )}
      <FailureNotice message={failure} />
      <ErrorSummary errors={errors} nameOf={nameOf} />
    </>
  )
}
