import { lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { isPrivateAddress } from '@gongjian/domain/robot-rules'
import { NotSent } from './mail.ts'

const patienceMilliseconds = 10_000
const mostAnswerBytes = 64 * 1024

class Forbidden extends Error {}

/** Resolves a name, and gives none of one's own machine or network: checked on what is then connected to. */
const outsideOnly: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (problem, addresses) => {
    if (problem) return done(problem, '', 0)
    const [first] = addresses
    if (first === undefined || addresses.some(({ address }) => isPrivateAddress(address)))
      return done(new Forbidden(), '', 0)
    if (options.all === true) return done(null, addresses)
    return done(null, first.address, first.family)
  })
}

/**
 * Posts JSON to an address that somebody typed, and gives what was answered. Follows no redirect, reads no more than an
 * answer needs, and reaches nothing of one's own network unless `allowPrivate`. Throws NotSent.
 */
export function postOutside(
  address: string,
  body: unknown,
  { allowPrivate }: { allowPrivate: boolean },
): Promise<{ status: number; text: string }> {
  const url = new URL(address)
  const isSecure = url.protocol === 'https:'
  const literal = /^\[|^[\d.]+$/.test(url.hostname)
  if (!allowPrivate && (!isSecure || (literal && isPrivateAddress(url.hostname))))
    return Promise.reject(new NotSent('NOT_ALLOWED'))
  const sent = Buffer.from(JSON.stringify(body))
  return new Promise((resolve, reject) => {
    const request = (isSecure ? requestSecure : requestPlain)(url, {
      method: 'POST',
      agent: false,
      signal: AbortSignal.timeout(patienceMilliseconds),
      headers: { 'content-type': 'application/json; charset=utf-8', 'content-length': sent.length },
      ...(allowPrivate ? {} : { lookup: outsideOnly }),
    })
    request.on('error', (problem) =>
      reject(new NotSent(problem instanceof Forbidden ? 'NOT_ALLOWED' : 'NOT_REACHED')),
    )
    request.on('response', (response) => {
      const parts: Buffer[] = []
      let bytes = 0
      response.on('error', () => reject(new NotSent('NOT_REACHED')))
      response.on('data', (part: Buffer) => {
        bytes += part.length
        if (bytes > mostAnswerBytes) {
          response.destroy()
          reject(new NotSent('REFUSED'))
        } else parts.push(part)
      })
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(parts).toString('utf8'),
        }),
      )
    })
    request.end(sent)
  })
}
