import type { RequestContext } from '../../platform/context.ts'
import type { IndicatorRow } from '../catalogue/catalogue-rows.ts'
import type { ArchiveBlock, ArchiveEntry, ArchivePhoto } from './archive-content.ts'
import type { ArchivedRecord } from './archived-records.ts'
import { isPhoto, printedOf } from './archived-photos.ts'
import { donationBlocks } from './donation-blocks.ts'
import { writtenDay } from './written-day.ts'

/** How a text is made printable, and the catalogue by code. */
export type EntryMaterial = {
  context: RequestContext
  print: (text: string) => string
  indicatorOf: ReadonlyMap<string, IndicatorRow>
}

const stepActions = [
  'activity.saveDraft',
  'activity.submit',
  'activity.withdraw',
  'activity.countersign',
  'activity.return',
  'activity.reopen',
  'evidence.add',
  'evidence.remove',
  'donation.confirm',
  'donation.correct',
]

/** One record, with its place in the archive ('12'), as it is printed; `files` are the names of its photos there. */
export function recordEntry(
  { context, print, indicatorOf }: EntryMaterial,
  record: ArchivedRecord,
  code: string,
  files: readonly (string | null)[],
): ArchiveEntry {
  const { text: say, locale } = context
  const lines = (text: string) => print(text).split('\n')
  const blocks: ArchiveBlock[] = []
  const facts: [string, string][] = [
    [say('archive.day'), writtenDay(context, record.day)],
    [say('archive.place'), print(record.place ?? record.communitySide)],
    [say('archive.pairing'), print(`${record.agencySide} — ${record.communitySide}`)],
    [
      say('archive.kind'),
      say(`words.kind_${record.kind}`) +
        (record.area === null ? '' : ` · ${say(`words.area_${record.area}`)}`),
    ],
    [say('archive.direction'), say(`words.direction_${record.direction}`)],
  ]
  if (record.campaign !== null) facts.push([say('archive.campaign'), print(record.campaign)])
  facts.push([
    say('archive.participation'),
    say('archive.participationSums', { personTimes: record.personTimes, hours: record.hours }),
  ])
  blocks.push({ kind: 'facts', rows: facts })
  if (record.outputs.length > 0)
    blocks.push({
      kind: 'table',
      title: say('archive.outputs'),
      head: [
        say('archive.indicator'),
        say('archive.unit'),
        say('archive.claimed'),
        say('archive.accepted'),
      ],
      widths: [5, 2, 2, 2],
      rows: record.outputs.map(({ indicatorCode, claimed, accepted }) => {
        const indicator = indicatorOf.get(indicatorCode)
        return [
          print(indicator?.name[locale] ?? indicatorCode),
          print(indicator?.unit[locale] ?? ''),
          claimed,
          accepted ?? '—',
        ]
      }),
    })
  const named = record.participations.filter(({ label }) => label !== null)
  if (named.length > 0)
    blocks.push({
      kind: 'table',
      title: say('archive.participants'),
      head: [say('archive.who'), say('archive.headCount'), say('archive.hoursEach')],
      widths: [5, 2, 3],
      rows: named.map(({ label, headCount, hoursEach }) => [
        print(label ?? ''),
        String(headCount),
        hoursEach,
      ]),
    })
  blocks.push(...donationBlocks(context, print, record))
  if (record.words !== '')
    blocks.push({ kind: 'words', title: say('archive.words'), lines: lines(record.words) })
  if (record.photos.length > 0)
    blocks.push({ kind: 'photos', title: say('archive.photos'), photos: photosOf() })
  blocks.push({
    kind: 'words',
    title: say('archive.opinions'),
    lines:
      record.countersignatures.length === 0
        ? [say('archive.noOpinion')]
        : record.countersignatures.flatMap((one) => [
            say('archive.opinion', {
              decision: say(`archive.decision_${one.decision}`),
              organisation: print(one.signedForName),
              name: nameOf(one.signedByName, one.deputyForName),
              moment: writtenDay(context, one.signedAt),
            }),
            ...(one.usefulness === null
              ? []
              : [say('archive.usefulness', { usefulness: one.usefulness })]),
            ...(one.words === '' ? [] : lines(one.words)),
            ...(one.reason ? lines(say('archive.reason', { reason: one.reason })) : []),
          ]),
  })
  const steps = record.steps.filter(({ action }) => stepActions.includes(action))
  if (steps.length > 0)
    blocks.push({
      kind: 'table',
      title: say('archive.steps'),
      head: [
        say('archive.moment'),
        say('archive.step'),
        say('archive.by'),
        say('archive.reasonHead'),
      ],
      widths: [4, 2, 4, 4],
      rows: steps.map(({ at, action, byName, deputyForName, organisationName, reason }) => [
        writtenDay(context, at),
        say(`action.${action.replace('.', '_')}`),
        [print(organisationName ?? ''), nameOf(byName, deputyForName)].filter(Boolean).join(' '),
        print(reason ?? ''),
      ]),
    })
  return {
    heading: `${code}　${print(record.title).replaceAll('\n', ' ')}`,
    mark:
      record.status === 'COUNTERSIGNED'
        ? null
        : `${say('archive.unsignedMark')} · ${say(`words.status_${record.status}`)}`,
    blocks,
  }

  /** A deputy is named with whom they act for. */
  function nameOf(name: string, deputyFor: string | null): string {
    return deputyFor === null
      ? print(name)
      : say('archive.actedFor', { name: print(name), holder: print(deputyFor) })
  }

  function photosOf(): ArchivePhoto[] {
    const shown = printedOf(record).map((photo, at) => {
      const file = files[at] ?? null
      const caption = print(photo.caption || photo.fileName).replaceAll('\n', ' ')
      return { file, text: file === null ? say('archive.photoMissing', { caption }) : caption }
    })
    const more = record.photos.filter(isPhoto).length - shown.length
    return [
      ...shown,
      ...(more > 0 ? [{ file: null, text: say('archive.morePhotos', { count: more }) }] : []),
      ...record.photos
        .filter((one) => !isPhoto(one))
        .map(({ fileName }) => ({
          file: null,
          text: say('archive.document', { name: print(fileName).replaceAll('\n', ' ') }),
        })),
    ]
  }
}
