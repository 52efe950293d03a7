/**
 * What a device keeps for want of a network and sends later: in which order, step by step, and what each answer means.
 * A record is sent exactly once: its id and its photos' ids are the client's, so that the same step again is the same
 * step; and a step whose answer was lost is looked at first where the record has been edited since.
 */

export type OutboxPurpose = 'DRAFT' | 'SUBMIT'

/** Sent, and no answer came: it may have arrived or not. */
export type OutboxAttempt<Content> = {
  step: 'SAVE' | 'SUBMIT'
  version: number | null
  revision: number
  content: Content
}

/** Why it does not go on by itself: the server's words, at their fields; where the record has moved on, as it is now. */
export type OutboxProblem<Current> = {
  code: string
  message: string
  fieldErrors: readonly { path: string; message: string }[]
  photoId: string | null
  current: Current | null
}

export type OutboxItem<Content, Current> = {
  /** The record's id. */
  id: string
  userId: string
  /** The role in which it was written: in another one it waits. */
  assignmentId: string
  queuedAt: number
  purpose: OutboxPurpose
  /** The version on the server that the content rests on; null where the server has none. */
  version: number | null
  /** Counts the edits since it was queued. */
  revision: number
  content: Content
  /** Whether the server has this very content as a draft. */
  isSaved: boolean
  inDoubt: OutboxAttempt<Content> | null
  problem: OutboxProblem<Current> | null
  failures: number
  notBefore: number
}

/** How often a server that answers with an error of its own is asked again before somebody has to look. */
const triesBeforeAttention = 5
const firstDelayMilliseconds = 2_000
const longestDelayMilliseconds = 600_000

/** How long to wait after so many failures in a row; `chance` from 0 to 1 keeps a city's phones from coming all at once. */
export function retryDelayMilliseconds(failures: number, chance: number): number {
  const full = Math.min(
    longestDelayMilliseconds,
    firstDelayMilliseconds * 2 ** Math.min(failures, 20),
  )
  return Math.round(full * (0.5 + chance / 2))
}

/**
 * What is queued: new at the end, edited in its place. What was in doubt stays so until it has been looked at; also what
 * the form itself has sent without an answer (`unanswered`).
 */
export function queue<Content, Current>(
  before: OutboxItem<Content, Current> | null,
  written: Pick<
    OutboxItem<Content, Current>,
    'id' | 'userId' | 'assignmentId' | 'purpose' | 'version' | 'content'
  >,
  unanswered: Omit<OutboxAttempt<Content>, 'revision'> | null,
  now: number,
): OutboxItem<Content, Current> {
  const revision = (before?.revision ?? 0) + 1
  const isThis = unanswered?.content === written.content
  return {
    ...written,
    queuedAt: before?.queuedAt ?? now,
    revision,
    isSaved: false,
    inDoubt:
      before?.inDoubt ??
      (unanswered && { ...unanswered, revision: isThis ? revision : revision - 1 }),
    problem: null,
    failures: 0,
    notBefore: 0,
  }
}

export type OutboxStep = 'LOOK' | 'SAVE' | 'SEND_PHOTO' | 'SUBMIT' | 'DONE'

/** A photo needs its record on the server, and a submitted record takes none: draft, photos, submission. */
function stepWithoutDoubt(
  { purpose, version, isSaved }: OutboxItem<unknown, unknown>,
  photosLeft: number,
): Exclude<OutboxStep, 'LOOK'> {
  if (purpose === 'DRAFT' && !isSaved) return 'SAVE'
  if (photosLeft > 0) return version === null ? 'SAVE' : 'SEND_PHOTO'
  return purpose === 'DRAFT' ? 'DONE' : 'SUBMIT'
}

/** What is to be done next for an item. */
export function nextStep(item: OutboxItem<unknown, unknown>, photosLeft: number): OutboxStep {
  const step = stepWithoutDoubt(item, photosLeft)
  const { inDoubt } = item
  if (inDoubt === null) return step
  const isTheSameAgain =
    inDoubt.step === step && inDoubt.revision === item.revision && inDoubt.version === item.version
  return isTheSameAgain ? step : 'LOOK'
}

/** The item as it is kept before a step is taken: whoever is cut off in the middle knows that it may have arrived. */
export function beforeStep<Content, Current>(
  item: OutboxItem<Content, Current>,
  step: OutboxStep,
): OutboxItem<Content, Current> {
  if ((step !== 'SAVE' && step !== 'SUBMIT') || item.inDoubt !== null) return item
  const { version, revision, content } = item
  return { ...item, inDoubt: { step, version, revision, content } }
}

export type OutboxAnswer<Current> =
  /** The server has it as a draft, in this version. */
  | { kind: 'SAVED'; version: number }
  | { kind: 'SUBMITTED' }
  | { kind: 'PHOTO_SENT' }
  /** The record as the server has it; null where it has none. `isAttempt`: it holds what was sent and not answered. */
  | { kind: 'SEEN'; seen: { version: number; current: Current; isAttempt: boolean } | null }
  /** The server has understood and will not have it. */
  | { kind: 'REFUSED'; problem: OutboxProblem<Current> }
  /** The server is there and failed. */
  | { kind: 'FAILED'; message: string }
  | { kind: 'NO_ANSWER' }
  /** The server does not know who asks: it waits until the same person has signed in again. */
  | { kind: 'NOT_SIGNED_IN' }

/** The item after an answer; null where all of it has been sent. */
export function afterAnswer<Content, Current>(
  item: OutboxItem<Content, Current>,
  answer: OutboxAnswer<Current>,
  now: number,
  chance: number,
): OutboxItem<Content, Current> | null {
  const goingOn = { ...item, failures: 0, notBefore: 0 }
  switch (answer.kind) {
    case 'SUBMITTED':
      return null
    case 'SAVED':
      return { ...goingOn, version: answer.version, isSaved: true, inDoubt: null }
    case 'PHOTO_SENT':
      return goingOn
    case 'SEEN':
      return afterLook(goingOn, answer.seen)
    case 'REFUSED':
      return { ...goingOn, inDoubt: null, problem: answer.problem }
    case 'NOT_SIGNED_IN':
      return item
    case 'NO_ANSWER':
    case 'FAILED': {
      const failures = item.failures + 1
      const later = {
        ...item,
        failures,
        notBefore: now + retryDelayMilliseconds(item.failures, chance),
      }
      if (answer.kind === 'NO_ANSWER' || failures < triesBeforeAttention) return later
      return {
        ...later,
        problem: {
          code: 'FAILED',
          message: answer.message,
          fieldErrors: [],
          photoId: null,
          current: null,
        },
      }
    }
  }
}

function afterLook<Content, Current>(
  item: OutboxItem<Content, Current>,
  seen: { version: number; current: Current; isAttempt: boolean } | null,
): OutboxItem<Content, Current> {
  const { inDoubt } = item
  const known = { ...item, inDoubt: null }
  const hasNotArrived = seen === null || seen.version === (inDoubt?.version ?? 0)
  if (inDoubt === null || hasNotArrived) return known
  if (seen.isAttempt && inDoubt.step === 'SAVE') return { ...known, version: seen.version }
  // It was submitted before it was edited, or somebody else has changed it: both are shown, and a person decides.
  return {
    ...known,
    problem: {
      code: 'STALE_VERSION',
      message: '',
      fieldErrors: [],
      photoId: null,
      current: seen.current,
    },
  }
}

export type NextToSend<Item> =
  | { kind: 'SEND'; item: Item }
  | { kind: 'WAIT'; until: number }
  | { kind: 'NOTHING' }

/**
 * The oldest item that goes by itself. One that waits for another try holds up those behind it: they are sent in their
 * order. One that needs attention, that is being edited, or that was written in another role lets the others pass.
 */
export function nextToSend<Item extends OutboxItem<unknown, unknown>>(
  items: readonly Item[],
  {
    now,
    assignmentId,
    isHeld,
  }: { now: number; assignmentId: string; isHeld: (id: string) => boolean },
): NextToSend<Item> {
  const [first] = items
    .filter(
      (item) => item.problem === null && item.assignmentId === assignmentId && !isHeld(item.id),
    )
    .toSorted((a, b) => a.queuedAt - b.queuedAt || (a.id < b.id ? -1 : 1))
  if (first === undefined) return { kind: 'NOTHING' }
  return first.notBefore > now
    ? { kind: 'WAIT', until: first.notBefore }
    : { kind: 'SEND', item: first }
}

/** Somebody looked at it, or the network is back: it is tried at once. */
export function tryAgain<Content, Current>(
  item: OutboxItem<Content, Current>,
): OutboxItem<Content, Current> {
  return { ...item, failures: 0, notBefore: 0 }
}

/** What the server refused for a reason that may have passed is tried once more as it is. */
export function tryRefusedAgain<Content, Current>(
  item: OutboxItem<Content, Current>,
): OutboxItem<Content, Current> {
  return { ...tryAgain(item), problem: null }
}

/** One's own content on top of what the server has now: the choice where both are shown. */
export function onTopOf<Content, Current>(
  item: OutboxItem<Content, Current>,
  version: number,
): OutboxItem<Content, Current> {
  return {
    ...tryRefusedAgain(item),
    version,
    revision: item.revision + 1,
    isSaved: false,
    inDoubt: null,
  }
}
