import { summaryOf } from '@gongjian/domain/archive-summary'
import { dayIn } from '@gongjian/domain/calendar-day'
import { printableText } from '@gongjian/domain/printable-text'
import sql from 'sql-template-tag'
import { appendAudit } from '../../platform/audit.ts'
import { cityTime } from '../../platform/context.ts'
import type { RequestContext } from '../../platform/context.ts'
import { signsOfDocuments } from '../../platform/documents/font-coverage.ts'
import { firstRowOf, rowsOf } from '../../platform/statement.ts'
import { inTransaction } from '../../platform/transaction.ts'
import { indicatorsOf } from '../catalogue/catalogue-rows.ts'
import { periodsOf } from '../periods/period-rows.ts'
import type { ArchiveContent, ArchiveEntry, DocumentPhoto } from './archive-content.ts'
import { removeStoredArchive, storeArchive } from './archive-files.ts'
import { Stopped } from './archive-jobs.ts'
import type { ArchiveJob } from './archive-jobs.ts'
import { archiveDocx, isOfDocx } from './archive-docx.ts'
import { archivePdf } from './archive-pdf.ts'
import { archiveNumber } from './archive-row.ts'
import type { ArchiveRow } from './archive-row.ts'
import { printedOf, printedPhoto } from './archived-photos.ts'
import { digestOf, idsOfArchive, readArchivedRecords } from './archived-records.ts'
import type { ArchivedRecord } from './archived-records.ts'
import { archivedPairings } from './archived-pairings.ts'
import { MOST_RECORDS } from './archive-limits.ts'
import { recordEntry } from './record-entry.ts'
import { writtenDay } from './written-day.ts'
import { summaryTables } from './summary-tables.ts'
import { contentHashOf } from './verify-archive.ts'

type Gathered = {
  /** Without words and photos: of those only what is printed is kept. */
  summed: Parameters<typeof summaryOf>[0]
  digests: Map<string, string>
  signed: ArchiveEntry[]
  unsigned: ArchiveEntry[]
  photos: DocumentPhoto[]
}

const batch = 50

/** Makes the document of an archive, keeps it and registers it; throws where the job is stopped. */
export async function writeArchive(
  context: RequestContext,
  archive: ArchiveRow,
  job: ArchiveJob,
): Promise<void> {
  context.loaders.clear()
  const hasSign = archive.format === 'PDF' ? await signsOfDocuments() : isOfDocx
  const print = (text: string) => printableText(text, hasSign)
  const gathered = await gather(context, archive, job, print)
  const { digests, signed, photos } = gathered
  const contentHash = contentHashOf(archive, digests)
  const content = await contentOf(context, archive, gathered, contentHash, print)
  const document =
    archive.format === 'PDF'
      ? await archivePdf(context, archive, content, photos, job.signal)
      : await archiveDocx(context, content, photos, job.signal)
  const fileHash = await storeArchive(context.config, archive, document)
  const { now } = cityTime(context.city)
  try {
    await inTransaction(context.database.pool, async (client) => {
      const made = await firstRowOf(
        client,
        sql`UPDATE archive SET state = 'MADE', done_records = ${digests.size}, total_records = ${digests.size}, signed_records = ${signed.length}, content_hash = ${contentHash},
              file_hash = ${fileHash}, file_bytes = ${document.length}, made_at = ${now}
            WHERE city_code = ${context.city.code} AND id = ${archive.id}::uuid AND state = 'MAKING' RETURNING id`,
      )
      if (made === null) throw new Stopped()
      await rowsOf(
        client,
        sql`INSERT INTO archive_record (city_code, archive_id, activity_id, digest)
            SELECT ${context.city.code}, ${archive.id}::uuid, r.id, r.digest FROM unnest(${[...digests.keys()]}::uuid[], ${[...digests.values()]}::text[]) AS r (id, digest)`,
      )
      await appendAudit(
        client,
        { ...context, now },
        {
          action: 'archive.made',
          subjectKind: 'archive',
          subjectId: archive.id,
          detail: { records: digests.size, contentHash, fileHash },
        },
      )
    })
  } catch (problem) {
    await removeStoredArchive(context.config, archive)
    throw problem
  }
}

async function gather(
  context: RequestContext,
  archive: ArchiveRow,
  job: ArchiveJob,
  print: (text: string) => string,
): Promise<Gathered> {
  const ids = await idsOfArchive(context, archive, MOST_RECORDS)
  const indicatorOf = new Map((await indicatorsOf(context)).map((row) => [row.code, row]))
  const summed: ArchivedRecord[] = []
  const gathered: Gathered = { summed, digests: new Map(), signed: [], unsigned: [], photos: [] }
  for (let from = 0; from < ids.length; from += batch) {
    await job.at(from, ids.length)
    for (const record of await readArchivedRecords(context, ids.slice(from, from + batch))) {
      const { digests, signed, unsigned, photos } = gathered
      digests.set(record.id, digestOf(record))
      summed.push({ ...record, words: '', steps: [], photos: [], countersignatures: [] })
      const code = `${archive.programmeYear}-${String(digests.size).padStart(4, '0')}`
      const files: (string | null)[] = []
      for (const photo of printedOf(record)) {
        const printed = await printedPhoto(context.config, photo)
        if (printed !== null) photos.push(printed)
        files.push(printed?.name ?? null)
      }
      const entry = recordEntry({ context, print, indicatorOf }, record, code, files)
      if (record.status === 'COUNTERSIGNED') signed.push(entry)
      else unsigned.push(entry)
    }
  }
  await job.at(ids.length, ids.length)
  return gathered
}

async function contentOf(
  context: RequestContext,
  archive: ArchiveRow,
  { summed, signed, unsigned }: Gathered,
  contentHash: string,
  print: (text: string) => string,
): Promise<ArchiveContent> {
  const { text: say, config, client, city } = context
  const year = String(archive.programmeYear)
  const organisation = print(archive.organisationName)
  const period = (await periodsOf(context)).find((one) => one.year === archive.programmeYear)
  const summary = summaryOf(summed)
  const pairings = await archivedPairings(context, archive, period)
  const number = archiveNumber(context, archive)
  const address = `${config.publicUrl ?? client.origin ?? ''}/verify/archive/${archive.code}`
  return {
    title: say('archive.documentTitle', { year }),
    organisation,
    number,
    cover: [
      [say('archive.organisation'), organisation],
      [
        say('archive.year'),
        period === undefined
          ? year
          : say('archive.yearFromTo', {
              year,
              from: writtenDay(context, period.startsOn),
              to: writtenDay(context, period.endsOn),
            }),
      ],
      [say('archive.numberLabel'), number],
      [
        say('archive.recordCount'),
        say('archive.recordCounts', { signed: signed.length, unsigned: unsigned.length }),
      ],
      [say('archive.printedOn'), writtenDay(context, dayIn(cityTime(city).now, city.timeZone))],
      [say('archive.madeBy'), print(archive.madeByName)],
    ],
    code: archive.code,
    address,
    codeAlt: say('archive.codeAlt', { address }),
    verify: say('archive.verify'),
    hash: [say('archive.hash'), contentHash],
    contentsTitle: say('archive.contents'),
    summary: {
      title: say('archive.summary'),
      note: say('archive.summaryNote', { unsigned: summary.unsigned }),
      tables: summaryTables(context, summary, await indicatorsOf(context)),
    },
    pairings: {
      note: pairings.length === 0 ? say('archive.noPairings') : null,
      table: {
        title: say('archive.pairings'),
        head: [
          say('archive.agencySide'),
          say('archive.communitySide'),
          say('archive.from'),
          say('archive.until'),
        ],
        widths: [4, 4, 3, 3],
        rows: pairings.map((one) => [
          print(one.agencySide),
          print(one.communitySide),
          writtenDay(context, one.validFrom),
          one.validTo === null ? say('archive.open') : writtenDay(context, one.validTo),
        ]),
      },
    },
    sections: [
      {
        title: say('archive.signedSection'),
        note: signed.length === 0 ? say('archive.noSigned') : null,
        entries: signed,
      },
      {
        title: say('archive.unsignedSection'),
        note: unsigned.length === 0 ? say('archive.noUnsigned') : say('archive.unsignedNote'),
        entries: unsigned,
      },
    ],
    footer: [say('archive.pageBefore'), say('archive.pageBetween'), say('archive.pageAfter')],
  }
}
