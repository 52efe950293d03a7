import { EventEmitter, on } from 'node:events'
import { sideOfRole } from '@gongjian/domain/activity-actions'
import { scopeOf } from '@gongjian/domain/permission-matrix'
import { ACTIVITY_STATUSES, PAIRING_SIDES } from '@gongjian/domain/vocabulary'
import pg from 'pg'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { RequestContext, SignedInViewer } from './context.ts'

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
})
export type ActivityMove = z.infer<typeof moveShape>

const feeds = new WeakMap<object, EventEmitter>()

export type LiveFeed = { stop(): Promise<void> }

/** One listening connection for the whole process; what it hears is handed to every open stream. */
export function startLiveFeed(database: object, url: string, log: Logger): LiveFeed {
  const emitter = new EventEmitter()
  emitter.setMaxListeners(0)
  feeds.set(database, emitter)
  let stopped = false
  let client: pg.Client | null = null
  let retry: NodeJS.Timeout | undefined

  async function listen(): Promise<void> {
    if (stopped) return
    const fresh = new pg.Client({ connectionString: url })
    const again = () => {
      if (stopped || client !== fresh) return
      client = null
      retry = setTimeout(() => void listen(), 1000)
    }
    client = fresh
    fresh.on('error', again)
    fresh.on('end', again)
    fresh.on('notification', ({ payload }) => {
      const move = moveShape.safeParse(JSON.parse(payload ?? 'null'))
      if (move.success) emitter.emit('move', move.data)
    })
    try {
      await fresh.connect()
      await fresh.query('LISTEN activity_moved')
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

/** The moves that the viewer may know of, as they happen, until the reader leaves. */
export async function* activityMoves({
  database,
  viewer,
  city,
}: RequestContext): AsyncGenerator<ActivityMove> {
  const emitter = feeds.get(database)
  if (emitter === undefined || viewer === null) return
  for await (const [heard] of on(emitter, 'move')) {
    const move = moveShape.parse(heard)
    if (move.city === city.code && isInSight(viewer, move)) yield move
  }
}
