import type { ActivityContent } from './activity-content.ts'

/** One difference between two submissions: path as in the form, texts as stored, null where one has no such part. */
export type ContentChange = { path: string; before: string | null; after: string | null }

/** In the order of the form. */
const parts = [
  'pairingId',
  'day',
  'kind',
  'area',
  'direction',
  'campaignId',
  'title',
  'words',
  'outputs',
  'participations',
  'personTimes',
  'hours',
  'donations',
] as const

const placeOf = ({ path }: ContentChange) =>
  parts.findIndex((part) => path === part || path.startsWith(`${part}.`))

type Flat = Map<string, string>

function flatten(content: ActivityContent): Flat {
  const flat: Flat = new Map()
  for (const part of parts) {
    const value = content[part]
    if (typeof value === 'string' && value !== '') flat.set(part, value)
  }
  for (const { indicatorCode, quantity } of content.outputs)
    flat.set(`outputs.${indicatorCode}`, quantity)
  content.participations.forEach(({ label, headCount, hoursEach }, index) => {
    flat.set(`participations.${index}`, `${label ?? ''} ${headCount} × ${hoursEach}`.trim())
  })
  flat.set('personTimes', String(content.personTimes))
  content.donations.forEach((line, index) => {
    const { description, kind, quantity, unit, valueYuan, recipientName, receiptNumber } = line
    const parts = [
      description === '' ? kind : description,
      quantity === undefined ? undefined : `${quantity}${unit ?? ''}`,
      valueYuan,
      recipientName,
      receiptNumber,
    ]
    flat.set(`donations.${index}`, parts.filter((part) => part !== undefined).join(' '))
  })
  return flat
}

/** What changed from one submission to the next, in the order of the form. */
export function changesBetween(previous: ActivityContent, next: ActivityContent): ContentChange[] {
  const [before, after] = [flatten(previous), flatten(next)]
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((path) => ({ path, before: before.get(path) ?? null, after: after.get(path) ?? null }))
    .filter((change) => change.before !== change.after)
    .sort((a, b) => placeOf(a) - placeOf(b))
}
