import { UPLOAD_LIMITS } from '@gongjian/domain/evidence-files'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import sharp from 'sharp'
import { afterAll, beforeAll } from 'vitest'
import { evidenceRoutes } from '../modules/evidence/evidence-routes.ts'
import { openTestCity } from './city-under-test.ts'
import type { Actor, TestCity } from './city-under-test.ts'
import { call, contentFor, newId } from './recording.ts'

export let city: TestCity
export let app: FastifyInstance
const actors: Record<string, Actor> = {}
let pairingId = ''

/** The city, its routes for evidence, and who acts, for the tests of the file that calls it. */
export function withEvidence(): void {
  beforeAll(async () => {
    city = await openTestCity()
    for (const account of [
      'recorder',
      'secretary',
      'community',
      'zone',
      'municipal',
      'auditor',
      'admin',
    ])
      actors[account] = await city.as(account)
    const { rows } = await city.database.pool.query<{ id: string; stranger: string }>(
      `SELECT p.id, (SELECT u.account FROM role_assignment r JOIN user_account u ON u.id = r.user_id JOIN organisation o ON o.id = r.organisation_id WHERE r.role = 'BRANCH_RECORDER' AND o.path <> $1 LIMIT 1) AS stranger
     FROM pairing p JOIN organisation a ON a.id = p.agency_side_id WHERE a.path = $1 AND p.valid_to IS NULL`,
      [actors['recorder']?.organisationPath],
    )
    pairingId = rows[0]?.id ?? ''
    actors['stranger'] = await city.as(rows[0]?.stranger ?? '')
    app = Fastify({ bodyLimit: 1024 * 1024 })
    await evidenceRoutes(app, async (request) => {
      const actor = actors[String(request.headers['x-actor'])]
      const anybody = await actorOf('recorder').context()
      return actor === undefined ? { ...anybody, viewer: null } : actor.context()
    })
    await app.ready()
  })
  afterAll(async () => {
    await app.close()
    await city.close()
  })
}

export function actorOf(account: string): Actor {
  const actor = actors[account]
  if (actor === undefined) throw new Error(`no actor ${account}`)
  return actor
}
export async function draft(): Promise<string> {
  const id = newId()
  await call(actorOf('recorder'), 'saveActivityDraft', { id, content: contentFor(pairingId) })
  return id
}
export const photo = (width = 900, height = 600, red = 200) =>
  sharp({ create: { width, height, channels: 3, background: { r: red, g: 90, b: 40 } } })

type Sent = {
  id?: string
  fileName?: string
  caption?: string
  as?: string
  headers?: Record<string, string>
  /** To an appeal rather than to a record. */
  ofAppeal?: boolean
}
const holderAddress = (holderId: string, id: string, { ofAppeal }: Sent) =>
  ofAppeal ? `/api/appeals/${holderId}/files/${id}` : `/api/activities/${holderId}/evidence/${id}`
const uploadAddress = (id: string, { ofAppeal }: Sent) =>
  `/api/${ofAppeal ? 'appeal' : 'evidence'}-uploads/${id}`
export async function ask(
  method: 'POST' | 'PUT' | 'DELETE',
  url: string,
  { as = 'recorder', headers = {} }: Sent,
  payload?: Buffer | object,
) {
  const answer = await app.inject({
    method,
    url,
    headers: {
      'x-actor': as,
      'x-requested-with': 'test',
      ...(Buffer.isBuffer(payload) ? { 'content-type': 'application/octet-stream' } : {}),
      ...headers,
    },
    ...(payload === undefined ? {} : { payload }),
  })
  const body: Record<string, unknown> = answer.body === '' ? {} : answer.json()
  return { status: answer.statusCode, body }
}
export const begin = (activityId: string, id: string, bytes: number, sent: Sent = {}) =>
  ask('POST', holderAddress(activityId, id, sent), sent, {
    fileName: sent.fileName ?? '照片.jpg',
    bytes,
    ...(sent.caption === undefined ? {} : { caption: sent.caption }),
  })
export const put = (id: string, offset: number, chunk: Buffer, sent: Sent = {}) =>
  ask('PUT', `${uploadAddress(id, sent)}?offset=${offset}`, sent, chunk)
export const finish = (id: string, sent: Sent = {}) =>
  ask('POST', `${uploadAddress(id, sent)}/finish`, sent)

/** Sends a file as the client does: begins, sends the pieces that are missing, finishes. */
export async function send(activityId: string, file: Buffer, sent: Sent = {}) {
  const id = sent.id ?? newId()
  const begun = await begin(activityId, id, file.length, sent)
  if (begun.status !== 200) return { id, ...begun }
  let received = Number(begun.body['received'])
  while (received < file.length) {
    const piece = file.subarray(received, received + UPLOAD_LIMITS.chunkBytes)
    const { status, body } = await put(id, received, piece, sent)
    if (status !== 200 && status !== 409) return { id, status, body }
    received = Number(body['received'])
  }
  return { id, ...(await finish(id, sent)) }
}
export const get = (path: string, as = 'recorder', headers: Record<string, string> = {}) =>
  app.inject({
    method: 'GET',
    url: `/files/evidence/${path}`,
    headers: { 'x-actor': as, ...headers },
  })
