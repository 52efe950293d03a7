import { NO_SUMS } from '@gongjian/domain/archive-summary'
import type { ArchiveSummary, Sums } from '@gongjian/domain/archive-summary'
import { ACTIVITY_KINDS, DIRECTIONS, HELP_AREAS } from '@gongjian/domain/vocabulary'
import type { RequestContext } from '../../platform/context.ts'
import type { IndicatorRow } from '../catalogue/catalogue-rows.ts'
import type { ArchiveTable } from './archive-content.ts'

/** The sums of an archive as its tables: by kind, by help area, by direction, by indicator. */
export function summaryTables(
  { text: say, locale }: RequestContext,
  summary: ArchiveSummary,
  indicators: readonly IndicatorRow[],
): ArchiveTable[] {
  const cells = ({ records, personTimes, hours }: Sums) => [
    String(records),
    String(personTimes),
    hours,
  ]
  const widths = [5, 2, 2, 2]
  const head = (first: string) => [
    first,
    say('archive.records'),
    say('archive.personTimes'),
    say('archive.hours'),
  ]
  const counted = indicators.filter(({ code }) => summary.byIndicator.has(code))
  return [
    {
      title: say('archive.byKind'),
      head: head(say('archive.kind')),
      widths,
      rows: [
        ...ACTIVITY_KINDS.map((kind) => [
          say(`words.kind_${kind}`),
          ...cells(summary.byKind.get(kind) ?? NO_SUMS),
        ]),
        [say('archive.total'), ...cells(summary.total)],
      ],
    },
    {
      title: say('archive.byArea'),
      head: head(say('archive.area')),
      widths,
      rows: HELP_AREAS.map((area) => [
        say(`words.area_${area}`),
        ...cells(summary.byArea.get(area) ?? NO_SUMS),
      ]),
    },
    {
      title: say('archive.byDirection'),
      head: head(say('archive.direction')),
      widths,
      rows: DIRECTIONS.map((direction) => [
        say(`words.direction_${direction}`),
        ...cells(summary.byDirection.get(direction) ?? NO_SUMS),
      ]),
    },
    ...(counted.length === 0
      ? []
      : [
          {
            title: say('archive.byIndicator'),
            head: [say('archive.indicator'), say('archive.unit'), say('archive.accepted')],
            widths: [6, 2, 3],
            rows: counted.map(({ code, name, unit }) => [
              name[locale],
              unit[locale],
              summary.byIndicator.get(code) ?? '0',
            ]),
          },
        ]),
  ]
}
