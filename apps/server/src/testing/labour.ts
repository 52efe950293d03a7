import { STEP_MILLISECONDS, writeCode } from '@gongjian/domain/check-in-code'
import { z } from 'zod'
import { signerOf } from '../platform/signing-key.ts'
import type { Actor, TestCity } from './city-under-test.ts'
import { newId } from './recording.ts'

const failure = `... on Failure { code message } ... on InvalidInput { fieldErrors { path code } }`

/** The one field of an answer. */
async function only(actor: Actor, document: string, input: unknown): Promise<unknown> {
  const [value] = Object.values(await actor.ask(document, { input }))
  return value
}
const identified = z.object({ id: z.string(), version: z.number() })

/** Enters a volunteer into the recorder's own list, and gives the id. */
export async function addVolunteer(
  keeper: Actor,
  name: string,
  changes: Record<string, unknown> = {},
): Promise<{ id: string; version: number }> {
  const organisationId = (await keeper.context()).viewer?.assignment?.organisationId
  return identified.parse(
    await only(
      keeper,
      `mutation ($input: SaveVolunteerInput!) { saveVolunteer(input: $input) { __typename ... on Volunteer { id version } ${failure} } }`,
      {
        id: newId(),
        organisationId,
        name,
        consentsToNamed: true,
        joinedOn: '2008-01-01',
        ...changes,
      },
    ),
  )
}

/** Opens a session at the community of the officer, today. */
export async function openSession(
  officer: Actor,
  changes: Record<string, unknown> = {},
): Promise<string> {
  const { viewer, today } = await officer.context()
  const id = newId()
  const opened = await only(
    officer,
    `mutation ($input: OpenLabourSessionInput!) { openLabourSession(input: $input) { __typename ... on LabourSession { id } ${failure} } }`,
    {
      id,
      communityId: viewer?.assignment?.organisationId,
      day: today,
      title: '清扫楼道',
      place: '社区广场',
      plannedHours: '4',
      ...changes,
    },
  )
  z.object({ id: z.literal(id) }).parse(opened)
  return id
}

/** The code that the community shows so many milliseconds from now (before, where negative). */
export async function codeAt(city: TestCity, sessionId: string, milliseconds = 0): Promise<string> {
  const context = await (await city.as('community')).context()
  return writeCode(
    {
      cityCode: context.city.code,
      sessionId,
      instant: context.now.getTime() + milliseconds,
    },
    signerOf(context.config),
  )
}
export const MINUTE = STEP_MILLISECONDS

export type Outcome = {
  __typename: string
  code?: string
  hours?: string | null
  sentLater?: boolean
  fieldErrors?: { path: string; code: string }[]
}
const outcome = z.looseObject({ __typename: z.string() })

/** Sends what a phone sends: just scanned, by a right clock, but for the changes. */
export async function sendCheckIn(
  phoneOwner: Actor,
  changes: Record<string, unknown>,
): Promise<Outcome> {
  const sent = await only(
    phoneOwner,
    `mutation ($input: CheckInInput!) { checkIn(input: $input) { __typename ... on CheckInDone { hours sentLater at } ${failure} } }`,
    {
      id: newId(),
      direction: 'IN',
      scannedAgo: 0,
      phoneClock: new Date().toISOString(),
      phone: 'phone-of-the-first-one',
      ...changes,
    },
  )
  return outcome.parse(sent)
}
