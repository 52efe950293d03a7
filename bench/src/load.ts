import { Agent, request } from 'node:http'
import { newId } from './ids.ts'
import type { Job, Measured } from './measure.ts'

/**
 * The load generator, a process of its own, so that it takes the same share of the machine whether the product or the
 * bare server answers. It is told a job over IPC, and tells what it measured. An answer that is not the expected one
 * ends the job: a refusal is quick, and would count as speed.
 */
function send(agent: Agent, job: Job, body: string): Promise<string> {
  const { hostname, port, pathname } = new URL(job.address)
  return new Promise((resolve, reject) => {
    const call = request(
      {
        agent,
        hostname,
        port,
        path: pathname,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          cookie: job.cookie,
        },
      },
      (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('end', () => {
          const text = Buffer.concat(parts).toString('utf8')
          if (response.statusCode !== 200 || !text.includes(job.expects))
            reject(new Error(`${job.address}: ${response.statusCode} ${text.slice(0, 400)}`))
          else resolve(text)
        })
        response.on('error', reject)
      },
    )
    call.on('error', reject)
    call.end(body)
  })
}

async function run(job: Job): Promise<Measured> {
  const agent = new Agent({ keepAlive: true, maxSockets: job.connections })
  const ids = [...job.ids]
  const nextBody = (): string | null => {
    if (!job.takesIds) return job.body.replaceAll('{id}', newId())
    const id = ids.shift()
    return id === undefined ? null : job.body.replaceAll('{id}', id)
  }
  const warmUpUntil = performance.now() + job.warmUpSeconds * 1000
  const until = warmUpUntil + job.seconds * 1000
  const times: number[] = []
  let ended = 0
  await Promise.all(
    Array.from({ length: job.connections }, async () => {
      while (performance.now() < until) {
        const body = nextBody()
        if (body === null) return
        const began = performance.now()
        await send(agent, job, body)
        ended = performance.now()
        if (began > warmUpUntil) times.push(ended - began)
      }
    }),
  )
  agent.destroy()
  times.sort((a, b) => a - b)
  const seconds = Math.max((Math.min(ended, until) - warmUpUntil) / 1000, 0.001)
  return {
    perSecond: times.length / seconds,
    p99: times[Math.floor(times.length * 0.99)] ?? 0,
    left: ids,
  }
}

process.on('message', (job: Job) => {
  run(job).then(
    (measured) => process.send?.({ measured }),
    (problem: unknown) => process.send?.({ problem: String(problem) }),
  )
})
