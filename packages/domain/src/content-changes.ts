import type { ActivityContent } from './activity-content.ts'

/** One difference between two submissions: path as in the form, texts as stored, null where one has no such part. */
export type ContentChange = { path: string; before: string | null; after: string | null }

const plainFields = [
  'pairingId',
  'day',
  'kind',
  'area',
  'direction',
  'campaignId',
  'title',
  'words',
] as const

type Flat = Map<string, string>

function flatten(content: ActivityContent): Flat {
  const flat: Flat = new Map()
  for (const field of plainFields) {
    const value = content[field]
    if (value !== null && value !== '') flat.set(field, value)
  }
  for (const { indicatorCode, quantity } of content.outputs)
    flat.set(`outputs.${indicatorCode}`, quantity)
  content.participations.forEach(({ label, headCount, hoursEach }, index) => {
    flat.set(`participations.${index}`, `${label ?? ''} ${headCount} × ${hoursEach}`.trim())
  })
  flat.set('personTimes', String(content.personTimes))
  flat.set('hours', content.hours)
  content.donations.forEach(({ description, kind, valueYuan }, index) => {
    flat.set(`donations.${index}`, `${description === '' ? kind : description} ${valueYuan}`)
  })
  return flat
}

/** What changed from one submission to the next, in the order of the form. */
export function changesBetween(previous: ActivityContent, next: ActivityContent): ContentChange[] {
  const [before, after] = [flatten(previous), flatten(next)]
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((path) => ({ path, before: before.get(path) ?? null, after: after.get(path) ?? null }))
    .filter((change) => change.before !== change.after)
}
