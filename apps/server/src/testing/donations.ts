import { z } from 'zod'
import type { Actor } from './city-under-test.ts'
import { call, contentFor, newId } from './recording.ts'
import type { Content } from './recording.ts'

const outcome = z.looseObject({
  __typename: z.string(),
  code: z.string().optional(),
  openQuestions: z.array(z.string()).optional(),
  fieldErrors: z.array(z.object({ path: z.string(), code: z.string() })).optional(),
})
type Outcome = z.infer<typeof outcome>

/** What is wrong, as 'path: CODE'. */
export const wrongIn = ({ fieldErrors }: Outcome): string[] =>
  (fieldErrors ?? []).map(({ path, code }) => `${path}: ${code}`)

/** Confirms what came, through the API. */
export async function confirm(actor: Actor, input: Record<string, unknown>): Promise<Outcome> {
  const { confirmDonations } = await actor.ask(
    `mutation ($input: ConfirmDonationsInput!) { confirmDonations(input: $input) { __typename ... on Activity { id version openQuestions } ... on Failure { code } ... on InvalidInput { fieldErrors { path code } } } }`,
    { input },
  )
  return outcome.parse(confirmDonations)
}

export async function saveDrive(actor: Actor, input: Record<string, unknown>): Promise<Outcome> {
  const { saveDonationDrive } = await actor.ask(
    `mutation ($input: SaveDonationDriveInput!) { saveDonationDrive(input: $input) { __typename ... on DonationDrive { id version } ... on Failure { code } ... on InvalidInput { fieldErrors { path code } } } }`,
    { input },
  )
  return outcome.parse(saveDonationDrive)
}

const given = z.object({
  activity: z.object({
    version: z.number(),
    receiptRefusal: z.object({ code: z.string() }).nullable(),
    donationSums: z
      .object({
        claimed: z.string(),
        received: z.string(),
        accepted: z.string().nullable(),
        check: z.string(),
      })
      .nullable(),
    donationConfirmations: z.array(z.object({ receivedValueYuan: z.string(), reason: z.string() })),
    donations: z.array(
      z.object({
        position: z.number(),
        description: z.string(),
        quantity: z.string().nullable(),
        valueYuan: z.string(),
        recipient: z.string(),
        receiptEvidenceId: z.string().nullable(),
        household: z.object({ number: z.string(), inSight: z.boolean() }).nullable(),
        drive: z.object({ name: z.string() }).nullable(),
        confirmation: z
          .object({
            id: z.string(),
            receivedValueYuan: z.string(),
            receivedQuantity: z.string().nullable(),
            reason: z.string(),
            confirmedForName: z.string(),
          })
          .nullable(),
      }),
    ),
  }),
})

/** A record's donations as somebody sees them. */
export async function donationsOf(actor: Actor, id: string) {
  const data = await actor.ask(
    `query ($id: ID!) { activity(id: $id) { version receiptRefusal { code } donationSums { claimed received accepted check } donationConfirmations { receivedValueYuan reason }
      donations { position description quantity valueYuan recipient receiptEvidenceId household { number inSight } drive { name } confirmation { id receivedValueYuan receivedQuantity reason confirmedForName } } } }`,
    { id },
  )
  return given.parse(data).activity
}

/** Cash and ten quilts: 800 yuan. */
export const gifts = [
  { kind: 'CASH', description: '党员捐款', valueYuan: '200' },
  { kind: 'GOODS', description: '棉被', valueYuan: '600', quantity: '10', unit: '床' },
] as const

/** Submits a record that brings something. */
export async function giveAs(
  recorder: Actor,
  pairingId: string,
  donations: Content['donations'] = [...gifts],
  changes: Partial<Content> = {},
): Promise<string> {
  const id = newId()
  const sent = await call(recorder, 'submitActivity', {
    id,
    content: contentFor(pairingId, { area: 'RELIEF', donations, ...changes }),
  })
  if (sent.status !== 'SUBMITTED') throw new Error(JSON.stringify(sent))
  return id
}
