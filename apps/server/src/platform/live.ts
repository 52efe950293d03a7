import { EventEmitter, on } from 'node:events'
import { sideOfRole } from '@gongjian/domain/activity-actions'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import type { Database } from '@gongjian/database'
import { ACTIVITY_STATUSES, PAIRING_SIDES } from '@gongjian/domain/vocabulary'
import type pg from 'pg'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { RequestContext, SignedInViewer } from './context.ts'
import { forgetAll, FORGOTTEN_CHANNEL, forgetTold } from './kept-for-city.ts'

const moveShape = z.object({
  city: z.string(),
  id: z.string(),
  status: z.enum(ACTIVITY_STATUSES),
  version: z.number(),
  agencySidePath: z.string(),
  communitySidePath: z.string(),
  zoneId: z.string().nullable(),
  recordingSide: z.enum(PAIRING_SIDES),
  /** It lay open to both sides before this move. */
  wasSent: z.boolean().nullable(),
  /** Nothing but who has it open: the concern of those who work on it for this side. */
  onlyFor: z.enum(PAIRING_SIDES).optional(),
})
export type ActivityMove = z.infer<typeof moveShape>

const noticeShape = z.object({ city: z.string(), recipients: z.array(z.string()) })

/** What an open page hears: a record in sight that moved, or that the reader's own notifications did. */
export type LiveEvent = { moved: ActivityMove | null; notified: boolean }

const feeds = new WeakMap<object, EventEmitter>()

export type LiveFeed = { stop(): Promise<void> }

/** One listening connection for the whole process; what it hears is handed to every open stream. */
export function startLiveFeed(database: Database, log: Logger): LiveFeed {
  const emitter = new EventEmitter()
  emitter.setMaxListeners(0)
  feeds.set(database, emitter)
  let stopped = false
  let client: pg.Client | null = null
  let retry: NodeJS.Timeout | undefined

  async function listen(): Promise<void> {
    if (stopped) return
    const fresh = database.newClient()
    const again = () => {
      if (stopped || client !== fresh) return
      client = null
      retry = setTimeout(() => void listen(), 1000)
    }
    client = fresh
    fresh.on('error', again)
    fresh.on('end', again)
    fresh.on('notification', ({ channel, payload }) => {
      const said: unknown = JSON.parse(payload ?? 'null')
      const move = moveShape.safeParse(said)
      const notice = noticeShape.safeParse(said)
      if (channel === 'activity_moved' && move.success) emitter.emit('event', move.data)
      if (channel === 'notified' && notice.success) emitter.emit('event', notice.data)
      if (channel === FORGOTTEN_CHANNEL) forgetTold(database, said)
    })
    try {
      await fresh.connect()
      await fresh.query(`LISTEN activity_moved; LISTEN notified; LISTEN ${FORGOTTEN_CHANNEL}`)
      forgetAll(database)
    } catch (problem) {
      log.warn({ err: problem }, 'live updates: not connected, trying again')
      again()
    }
  }
  void listen()
  return {
    stop: async () => {
      stopped = true
      clearTimeout(retry)
      await client?.end().catch(() => undefined)
    },
  }
}

function isInSight({ assignment }: SignedInViewer, move: ActivityMove): boolean {
  if (assignment === null) return false
  if (move.onlyFor !== undefined && sideOfRole(assignment.role) !== move.onlyFor) return false
  const isRecording = sideOfRole(assignment.role) === move.recordingSide
  const isSent = move.status !== 'DRAFT' && move.status !== 'WITHDRAWN'
  if (!isSent && move.wasSent !== true && !isRecording) return false
  switch (scopeOf('activityMoved', assignment.role)) {
    case 'OWN_BRANCH':
    case 'OWN_AGENCY':
      return move.agencySidePath.startsWith(assignment.path)
    case 'OWN_COMMUNITY':
    case 'OWN_STREET':
    case 'DISTRICT':
      return move.communitySidePath.startsWith(assignment.path)
    case 'ZONE':
      return move.zoneId === assignment.zoneId
    case 'CITY':
      return true
    default:
      return false
  }
}

/** What the viewer may know of, as it happens, until the reader leaves. */
export async function* liveEvents({
  database,
  viewer,
  city,
}: RequestContext): AsyncGenerator<LiveEvent> {
  const emitter = feeds.get(database)
  if (emitter === undefined || viewer === null) return
  for await (const [said] of on(emitter, 'event')) {
    const heard = z.union([moveShape, noticeShape]).parse(said)
    if (heard.city !== city.code) continue
    if ('recipients' in heard) {
      if (heard.recipients.includes(viewer.userId)) yield { moved: null, notified: true }
    } else if (isInSight(viewer, heard)) yield { moved: heard, notified: false }
  }
}

/** The moves that the viewer may know of, as they happen, until the reader leaves. */
export async function* activityMoves(context: RequestContext): AsyncGenerator<ActivityMove> {
  for await (const { moved } of liveEvents(context)) if (moved !== null) yield moved
}
