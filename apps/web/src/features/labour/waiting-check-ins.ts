import { z } from '../../platform/zod.ts'

/**
 * Check-ins that could not be sent for want of a network: kept in the browser of the phone with the moment of the scan,
 * sent in their order when there is one, and then forgotten. Nothing else of the volunteer stays on the phone.
 */
const waiting = z.object({
  id: z.string(),
  code: z.string(),
  direction: z.enum(['IN', 'OUT']),
  /** By the phone's clock, milliseconds: only the difference to the moment of sending is told. */
  scannedAt: z.number(),
  volunteerId: z.string().nullable(),
  organisationId: z.string().nullable(),
  name: z.string().nullable(),
  phone: z.string(),
})
export type WaitingCheckIn = z.infer<typeof waiting>

const key = 'gongjian.waiting-check-ins'
const phones = 'gongjian.check-in-phone'

export function waitingCheckIns(): WaitingCheckIn[] {
  try {
    return z.array(waiting).parse(JSON.parse(localStorage.getItem(key) ?? '[]'))
  } catch {
    return []
  }
}

function keep(list: readonly WaitingCheckIn[]): void {
  if (list.length === 0) localStorage.removeItem(key)
  else localStorage.setItem(key, JSON.stringify(list))
}

export function keepCheckIn(one: WaitingCheckIn): void {
  keep([...waitingCheckIns().filter(({ id }) => id !== one.id), one])
}

export function forgetCheckIn(id: string): void {
  keep(waitingCheckIns().filter((one) => one.id !== id))
}

/** A random number for this phone and session, which tells two phones apart. */
export function phoneFor(code: string): string {
  const session = code.slice(0, 32)
  const [known, number] = (localStorage.getItem(phones) ?? '').split(' ')
  if (known === session && number) return number
  const made = crypto.randomUUID()
  localStorage.setItem(phones, `${session} ${made}`)
  return made
}
