import { createHash, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { canonicalEvent, communityChain } from '@gongjian/domain/audit-event'
import type { AuditAction } from '@gongjian/domain/audit-event'
import type { Role } from '@gongjian/domain/vocabulary'
import type { JsonValue } from '@gongjian/domain/canonical-json'
import pg from 'pg'

/**
 * The product's work without the product: node:http and pg, the same session check, the same rows, the same transaction
 * in separate statements, on the same role and with the same planning as the product's connections.
 */
const port = Number(process.env['PORT'])
const pool = new pg.Pool({
  connectionString: process.env['DATABASE_URL'],
  max: 20,
  options: '-c TimeZone=UTC -c plan_cache_mode=force_generic_plan -c role=gongjian_app',
})

type Viewer = {
  userId: string
  name: string
  role: Role
  organisationId: string
  organisationName: string
  offset: number
}

async function viewerOf(request: IncomingMessage): Promise<Viewer> {
  const token = /gongjian_session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? ''
  const { rows } = await pool.query<Viewer>({
    name: 'viewer',
    text: `SELECT u.id AS "userId", u.name, r.role, o.id AS "organisationId", o.name AS "organisationName", c.clock_offset_seconds AS offset
      FROM session s JOIN user_account u ON u.id = s.user_id JOIN city c ON c.code = u.city_code
      JOIN role_assignment r ON r.user_id = u.id AND r.city_code = u.city_code JOIN organisation o ON o.city_code = r.city_code AND o.id = r.organisation_id
      WHERE s.token_hash = $1 AND s.expires_at > now() AND u.disabled_at IS NULL LIMIT 1`,
    values: [createHash('sha256').update(token).digest('hex')],
  })
  const [viewer] = rows
  if (viewer === undefined) throw new Error('not signed in')
  return viewer
}

async function list(): Promise<object> {
  const { rows } = await pool.query<{ id: string; day: string }>({
    name: 'list',
    text: `SELECT t.id, t.pairing_id, t.title, t.day::text, t.status, t.kind, t.area, t.person_times, t.hours, t.usefulness, t.open_questions::text[], g.id AS agency_id, g.name AS agency, m.id AS community_id, m.name AS community
      FROM activity t JOIN organisation g ON g.city_code = t.city_code AND g.id = t.agency_side_id JOIN organisation m ON m.city_code = t.city_code AND m.id = t.community_side_id
      WHERE t.city_code = '2301' AND t.programme_year = 2008 AND t.status IN ('SUBMITTED', 'COUNTERSIGNED', 'RETURNED') ORDER BY t.day DESC, t.id DESC LIMIT 51`,
  })
  const { rows: outputs } = await pool.query<{ activity_id: string }>({
    name: 'outputs',
    text: `SELECT o.activity_id, o.claimed, o.accepted, i.code, i.name_zh_cn AS name, i.unit_zh_cn AS unit FROM output o JOIN indicator i ON i.city_code = o.city_code AND i.code = o.indicator_code
      WHERE o.city_code = '2301' AND o.activity_id = ANY($1::uuid[]) ORDER BY o.activity_id, o.position`,
    values: [rows.slice(0, 50).map(({ id }) => id)],
  })
  const outputsOf = Map.groupBy(outputs, (row) => row.activity_id)
  return {
    data: {
      edges: rows.slice(0, 50).map((row) => ({
        cursor: Buffer.from(JSON.stringify([row.day, row.id])).toString('base64url'),
        node: { ...row, outputs: outputsOf.get(row.id) ?? [] },
      })),
      hasNextPage: rows.length > 50,
    },
  }
}

async function inTransaction(work: (client: pg.PoolClient) => Promise<void>): Promise<object> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await work(client)
    await client.query('COMMIT')
    return { data: 'done' }
  } catch (problem) {
    await client.query('ROLLBACK')
    throw problem
  } finally {
    client.release()
  }
}

function append(
  client: pg.PoolClient,
  viewer: Viewer,
  { id, action, at, detail }: { id: string; action: AuditAction; at: Date; detail: JsonValue },
) {
  const chain = communityChain('230102001001')
  const event = canonicalEvent({
    city: '2301',
    chain,
    at,
    actorId: viewer.userId,
    actorName: viewer.name,
    actorRole: viewer.role,
    organisationId: viewer.organisationId,
    action,
    subjectKind: 'activity',
    subjectId: id,
    detail,
  })
  return client.query({
    name: 'event',
    text: `SELECT append_audit('2301', $1, $2::timestamptz, $3::uuid, $4, $5::role, $6::uuid, $7, 'activity', $8, $9)`,
    values: [
      chain,
      at,
      viewer.userId,
      viewer.name,
      viewer.role,
      viewer.organisationId,
      action,
      id,
      event,
    ],
  })
}

function submit({ id, pairing }: { id: string; pairing: string }, viewer: Viewer): Promise<object> {
  const at = new Date(Date.now() + viewer.offset * 1000)
  return inTransaction(async (client) => {
    const { rows } = await client.query({
      name: 'facts',
      text: `SELECT a.id AS agency, a.path AS agency_path, c.id AS community, c.path AS community_path,
          EXISTS (SELECT FROM activity s WHERE s.city_code = '2301' AND s.pairing_id = p.id AND s.day = '2008-09-20' AND s.kind = 'SIX_HELPS' AND s.status IN ('SUBMITTED', 'COUNTERSIGNED')) AS others
        FROM pairing p JOIN organisation a ON a.city_code = p.city_code AND a.id = p.agency_side_id JOIN organisation c ON c.city_code = p.city_code AND c.id = p.community_side_id
        WHERE p.city_code = '2301' AND p.id = $1`,
      values: [pairing],
    })
    const [facts] = rows
    // The trigger counts when the record is there, its outputs come after it: counted by hand once both are.
    await client.query({
      name: 'activity',
      text: `WITH quiet AS MATERIALIZED (SELECT set_config('gongjian.skip_rollups', 'on', true))
        INSERT INTO activity (city_code, id, pairing_id, agency_side_id, agency_side_path, community_side_id, community_side_path, programme_year, day, kind, area, direction, recording_side, title, words, status, version, person_times, hours, open_questions, created_by_id, created_at, updated_at, submitted_by_id, submitted_at)
        SELECT '2301', $1, $2, $3, $4, $5, $6, 2008, '2008-09-20', 'SIX_HELPS', 'CULTURE', 'AGENCY_TO_COMMUNITY', 'AGENCY_SIDE', '社区法律知识讲座', '', 'SUBMITTED', 1, 5, 10, '{SAME_DAY_RECORD}', $7, $8, $8, $7, $8 FROM quiet`,
      values: [
        id,
        pairing,
        facts.agency,
        facts.agency_path,
        facts.community,
        facts.community_path,
        viewer.userId,
        at,
      ],
    })
    await client.query({
      name: 'output',
      text: `INSERT INTO output (city_code, activity_id, indicator_code, position, claimed) VALUES ('2301', $1, 'culture.trainings', 1, 1)`,
      values: [id],
    })
    await client.query({
      name: 'participation',
      text: `INSERT INTO participation (city_code, activity_id, position, head_count, hours_each) VALUES ('2301', $1, 1, 5, 2)`,
      values: [id],
    })
    await client.query({
      name: 'count',
      text: `SELECT roll_up(a, 1), pg_notify('activity_moved', json_build_object('city', a.city_code, 'id', a.id, 'status', a.status, 'version', a.version, 'agencySidePath', a.agency_side_path, 'communitySidePath', a.community_side_path, 'zoneId', a.zone_id, 'recordingSide', a.recording_side, 'wasSent', false)::text)
        FROM activity a WHERE a.city_code = '2301' AND a.id = $1`,
      values: [id],
    })
    await append(client, viewer, {
      id,
      action: 'activity.submit',
      at,
      detail: { from: null, to: 'SUBMITTED', version: 1 },
    })
  })
}

function countersign({ id }: { id: string }, viewer: Viewer): Promise<object> {
  const at = new Date(Date.now() + viewer.offset * 1000)
  return inTransaction(async (client) => {
    const { rows } = await client.query({
      name: 'read',
      text: `SELECT a.version, o.indicator_code, o.claimed FROM activity a JOIN output o ON o.city_code = a.city_code AND o.activity_id = a.id WHERE a.city_code = '2301' AND a.id = $1 AND a.status = 'SUBMITTED' AND a.created_by_id <> $2`,
      values: [id, viewer.userId],
    })
    if (rows.length === 0) throw new Error('it does not wait')
    await client.query({
      name: 'accept',
      text: `UPDATE output SET accepted = claimed WHERE city_code = '2301' AND activity_id = $1`,
      values: [id],
    })
    await client.query({
      name: 'sign',
      text: `UPDATE activity SET status = 'COUNTERSIGNED', version = version + 1, usefulness = 4, decided_by_id = $2, decided_at = $3, updated_at = $3 WHERE city_code = '2301' AND id = $1 AND version = 1 AND status = 'SUBMITTED'`,
      values: [id, viewer.userId, at],
    })
    await client.query({
      name: 'opinion',
      text: `INSERT INTO countersignature (city_code, id, activity_id, activity_version, decision, usefulness, words, field_reasons, quantities, signed_by_id, signed_by_name, signed_for_id, signed_for_name, signed_at)
        VALUES ('2301', $1, $2, 1, 'ACCEPTED', 4, '', '[]', $3, $4, $5, $6, $7, $8)`,
      values: [
        randomUUID(),
        id,
        JSON.stringify(rows),
        viewer.userId,
        viewer.name,
        viewer.organisationId,
        viewer.organisationName,
        at,
      ],
    })
    await append(client, viewer, {
      id,
      action: 'activity.countersign',
      at,
      detail: { from: 'SUBMITTED', to: 'COUNTERSIGNED', version: 2 },
    })
  })
}

async function bodyOf(request: IncomingMessage): Promise<{ id: string; pairing: string }> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(Buffer.from(part))
  return JSON.parse(Buffer.concat(parts).toString('utf8'))
}

async function answer(request: IncomingMessage): Promise<object> {
  const body = await bodyOf(request)
  const viewer = await viewerOf(request)
  switch (request.url) {
    case '/list':
      return list()
    case '/submit':
      return submit(body, viewer)
    default:
      return countersign(body, viewer)
  }
}

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.writeHead(200).end()
    return
  }
  answer(request).then(
    (result) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result)),
    (problem: unknown) => response.writeHead(500).end(String(problem)),
  )
})
server.listen(port, '127.0.0.1')
process.on('SIGTERM', () => {
  server.closeAllConnections()
  server.close()
  void pool.end()
})
