import { canonical, sumDecimals } from '@gongjian/domain/decimal-text'
import { DIRECTIONS, DONATION_RECIPIENTS } from '@gongjian/domain/vocabulary'
import type {
  ActivityKind,
  Direction,
  DonationKind,
  DonationRecipient,
  HelpArea,
} from '@gongjian/domain/vocabulary'
import { z } from '../../platform/zod.ts'

/** A line of what was given; what an older edition of the page kept says less of it. */
const donationLine = z.object({
  kind: z.enum(['CASH', 'GOODS']),
  description: z.string(),
  valueYuan: z.string(),
  quantity: z.string().default(''),
  unit: z.string().default(''),
  driveId: z.string().nullable().default(null),
  recipient: z.enum(DONATION_RECIPIENTS).default('RECEIVING_SIDE'),
  householdId: z.string().nullable().default(null),
  recipientName: z.string().default(''),
  receiptNumber: z.string().default(''),
  receiptEvidenceId: z.string().nullable().default(null),
})
/** A line that nobody has filled yet. */
export const emptyDonation = donationLine.parse({ kind: 'GOODS', description: '', valueYuan: '' })

/** What is in the form, as typed. */
export const formContent = z.object({
  pairingId: z.string(),
  day: z.string(),
  kind: z.enum(['SIX_HELPS', 'LABOUR', 'VISIT']),
  area: z
    .enum(['PARTY_BUILDING', 'CULTURE', 'PUBLIC_SERVICE', 'GREEN', 'SECURITY', 'RELIEF'])
    .nullable(),
  direction: z.enum(DIRECTIONS),
  campaignId: z.string().nullable(),
  title: z.string(),
  /** True once somebody has written a title of their own: it is then no longer suggested. */
  ownTitle: z.boolean(),
  words: z.string(),
  outputs: z.array(z.object({ indicatorCode: z.string(), quantity: z.string() })),
  headCount: z.string(),
  hoursEach: z.string(),
  /** The name of the line that the form shows, and the lines that it does not: other systems record several. */
  peopleLabel: z.string().nullable(),
  morePeople: z.array(
    z.object({ label: z.string().nullable(), headCount: z.string(), hoursEach: z.string() }),
  ),
  donations: z.array(donationLine),
  /** The households that a visit goes to, by id alone; what an older edition of the page kept has none. */
  householdIds: z.array(z.string()).default([]),
})
export type FormContent = z.infer<typeof formContent>

export const DONATED_VALUE = 'relief.donatedValue'

export function emptyContent(pairingId: string, today: string, direction: Direction): FormContent {
  return {
    pairingId,
    day: today,
    kind: 'SIX_HELPS',
    area: null,
    direction,
    campaignId: null,
    title: '',
    ownTitle: false,
    words: '',
    outputs: [],
    headCount: '',
    hoursEach: '',
    peopleLabel: null,
    morePeople: [],
    donations: [],
    householdIds: [],
  }
}

type Stored = {
  pairing: { id: string }
  day: string
  kind: ActivityKind
  area: HelpArea | null
  direction: Direction
  campaign: { id: string } | null
  title: string
  words: string
  outputs: readonly { indicator: { code: string }; claimed: string }[]
  participations: readonly { label: string | null; headCount: number; hoursEach: string }[]
  donations: readonly {
    kind: DonationKind
    description: string
    valueYuan: string
    quantity: string | null
    unit: string
    driveId: string | null
    recipient: DonationRecipient
    householdId: string | null
    recipientName: string
    receiptNumber: string
    receiptEvidenceId: string | null
  }[]
  householdVisits: readonly { householdId: string }[]
}

/** A stored record as it stands in the form. */
export function contentOf(record: Stored): FormContent {
  const [people, ...others] = record.participations
  return {
    pairingId: record.pairing.id,
    day: record.day,
    kind: record.kind,
    area: record.area,
    direction: record.direction,
    campaignId: record.campaign?.id ?? null,
    title: record.title,
    ownTitle: record.title !== '',
    words: record.words,
    outputs: record.outputs.map(({ indicator, claimed }) => ({
      indicatorCode: indicator.code,
      quantity: claimed,
    })),
    headCount: people === undefined ? '' : String(people.headCount),
    hoursEach: people === undefined || people.hoursEach === '0' ? '' : people.hoursEach,
    peopleLabel: people?.label ?? null,
    morePeople: others.map(({ label, headCount, hoursEach }) => ({
      label,
      headCount: String(headCount),
      hoursEach,
    })),
    donations: record.donations.map((line) => ({
      kind: line.kind,
      description: line.description,
      valueYuan: line.valueYuan,
      quantity: line.quantity ?? '',
      unit: line.unit,
      driveId: line.driveId,
      recipient: line.recipient,
      householdId: line.householdId,
      recipientName: line.recipientName,
      receiptNumber: line.receiptNumber,
      receiptEvidenceId: line.receiptEvidenceId,
    })),
    householdIds: record.householdVisits.map(({ householdId }) => householdId),
  }
}

/** The same once more, today; not with a campaign of another year, nor to the households of that day. */
export function contentLike(
  record: Stored,
  today: string,
  campaigns: readonly { id: string }[],
): FormContent {
  const content = contentOf(record)
  const isOpen = campaigns.some(({ id }) => id === content.campaignId)
  return {
    ...content,
    day: today,
    campaignId: isOpen ? content.campaignId : null,
    householdIds: [],
    // A receipt, a drive and a household are of that day.
    donations: content.donations.map(({ kind, description, valueYuan, quantity, unit }) => ({
      ...emptyDonation,
      kind,
      description,
      valueYuan,
      quantity,
      unit,
    })),
  }
}

export type Purpose = 'draft' | 'submit'

/** Which lines go to the server: a draft may hold lines that nobody has filled yet; they are typed on, not sent. */
function linesSent(content: FormContent, purpose: Purpose) {
  const places = <Line>(lines: readonly Line[], isFilled: (line: Line) => boolean) =>
    lines.flatMap((line, index) => (purpose === 'submit' || isFilled(line) ? [index] : []))
  return {
    outputs: places(content.outputs, ({ quantity }) => quantity.trim() !== ''),
    donations: places(
      content.donations,
      ({ description, valueYuan }) => description.trim() !== '' || valueYuan.trim() !== '',
    ),
  }
}

/** As the API takes it. */
export function inputOf(content: FormContent, purpose: Purpose) {
  const {
    ownTitle: _ownTitle,
    peopleLabel: label,
    morePeople,
    headCount,
    hoursEach,
    ...rest
  } = content
  const sent = linesSent(content, purpose)
  const people =
    headCount.trim() === '' && hoursEach.trim() === '' ? [] : [{ label, headCount, hoursEach }]
  return {
    ...rest,
    outputs: content.outputs.filter((_line, index) => sent.outputs.includes(index)),
    donations: content.donations.filter((_line, index) => sent.donations.includes(index)),
    participations: [...people, ...morePeople],
  }
}

/** Where in the form the server's path is: its line numbers are those of the lines that were sent. */
export function fieldOf(content: FormContent, purpose: Purpose, path: string): string {
  const [list, number, ...rest] = path.split('.')
  if (list === 'participations' && number !== undefined) return rest.join('.') || list
  if ((list !== 'outputs' && list !== 'donations') || number === undefined) return path
  return [list, linesSent(content, purpose)[list][Number(number)] ?? number, ...rest].join('.')
}

/** The sum of the donation lines as text, where all of them are plain numbers. */
export function donationSum(donations: FormContent['donations']): string | null {
  const values = donations.map(({ valueYuan }) => valueYuan.trim())
  if (values.some((value) => !/^\d{1,12}(\.\d{1,2})?$/.test(value))) return null
  return sumDecimals(values.map(canonical))
}

/** Lines that a draft on the server does not hold, since nobody has filled them yet. */
export const holdsEmptyLines = (content: FormContent): boolean => {
  const { outputs, donations } = linesSent(content, 'draft')
  return outputs.length < content.outputs.length || donations.length < content.donations.length
}

/** As the server keeps it: '3.0' is '3', and spaces at the ends are none. */
function settledText(typed: string): string {
  const trimmed = typed.normalize('NFKC').trim()
  return /^\d+(\.\d+)?$/.test(trimmed) ? canonical(trimmed) : trimmed
}

/** Whether two contents are the same to the server; who doubts is told that they differ. */
export function hasSameContent(one: FormContent, other: FormContent): boolean {
  // Parsed once more, so that the parts stand in the same order in both.
  const settled = (content: FormContent) =>
    JSON.stringify(
      inputOf(
        formContent.parse({ ...content, householdIds: content.householdIds.toSorted() }),
        'draft',
      ),
      (_key, value: unknown) => (typeof value === 'string' ? settledText(value) : value),
    )
  return settled(one) === settled(other)
}
