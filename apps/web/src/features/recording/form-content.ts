import type { ActivityKind, DonationKind, HelpArea } from '@gongjian/domain/vocabulary'
import { z } from 'zod'

/** What is in the form, as typed. */
export const formContent = z.object({
  pairingId: z.string(),
  day: z.string(),
  kind: z.enum(['SIX_HELPS', 'LABOUR', 'VISIT']),
  area: z
    .enum(['PARTY_BUILDING', 'CULTURE', 'PUBLIC_SERVICE', 'GREEN', 'SECURITY', 'RELIEF'])
    .nullable(),
  direction: z.enum(['AGENCY_TO_COMMUNITY', 'JOINT']),
  campaignId: z.string().nullable(),
  title: z.string(),
  /** True once somebody has written a title of their own: it is then no longer suggested. */
  ownTitle: z.boolean(),
  words: z.string(),
  outputs: z.array(z.object({ indicatorCode: z.string(), quantity: z.string() })),
  headCount: z.string(),
  hoursEach: z.string(),
  donations: z.array(
    z.object({ kind: z.enum(['CASH', 'GOODS']), description: z.string(), valueYuan: z.string() }),
  ),
})
export type FormContent = z.infer<typeof formContent>

export const DONATED_VALUE = 'relief.donatedValue'

export function emptyContent(pairingId: string, today: string): FormContent {
  return {
    pairingId,
    day: today,
    kind: 'SIX_HELPS',
    area: null,
    direction: 'AGENCY_TO_COMMUNITY',
    campaignId: null,
    title: '',
    ownTitle: false,
    words: '',
    outputs: [],
    headCount: '',
    hoursEach: '',
    donations: [],
  }
}

type Stored = {
  pairing: { id: string }
  day: string
  kind: ActivityKind
  area: HelpArea | null
  direction: string
  campaign: { id: string } | null
  title: string
  words: string
  outputs: readonly { indicator: { code: string }; claimed: string }[]
  participations: readonly { headCount: number; hoursEach: string }[]
  donations: readonly { kind: DonationKind; description: string; valueYuan: string }[]
}

/** A stored record as it stands in the form. */
export function contentOf(record: Stored): FormContent {
  const [people] = record.participations
  return {
    pairingId: record.pairing.id,
    day: record.day,
    kind: record.kind,
    area: record.area,
    direction: record.direction === 'JOINT' ? 'JOINT' : 'AGENCY_TO_COMMUNITY',
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
    donations: record.donations.map(({ kind, description, valueYuan }) => ({
      kind,
      description,
      valueYuan,
    })),
  }
}

/** As the API takes it. Empty lines that nobody filled are left out only where they hold nothing at all. */
export function inputOf(content: FormContent) {
  const { ownTitle: _ownTitle, headCount, hoursEach, ...rest } = content
  const people =
    headCount.trim() === '' && hoursEach.trim() === ''
      ? []
      : [{ label: null, headCount, hoursEach }]
  return { ...rest, participations: people }
}

/** The sum of the donation lines as text, where all of them are plain numbers. */
export function donationSum(donations: FormContent['donations']): string | null {
  let cents = 0
  for (const { valueYuan } of donations) {
    if (!/^\d{1,12}(\.\d{1,2})?$/.test(valueYuan.trim())) return null
    cents += Math.round(Number(valueYuan) * 100)
  }
  return String(cents / 100)
}
