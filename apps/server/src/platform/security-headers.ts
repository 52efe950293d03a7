import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Config } from './config.ts'

/** Nothing runs, is shown or is asked from another host; styles may stand in the page, since the kit sets sizes so. */
const rules = [
  "default-src 'self'",
  "img-src 'self' blob: data:",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "connect-src 'self' blob:",
  "worker-src 'self' blob:",
  "frame-ancestors 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "object-src 'none'",
]

/** What a page may load and run. A script that stands in the page itself runs only where its very text is named. */
export function contentSecurityPolicy(page = ''): string {
  const scripts = [...page.matchAll(/<script>([^]*?)<\/script>/g)].map(
    ([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  )
  return (
    scripts.length === 0 ? rules : [...rules, ["script-src 'self'", ...scripts].join(' ')]
  ).join('; ')
}
const policy = contentSecurityPolicy()

/** Sets on every answer what a browser needs to know to keep to this server; a route may be stricter. */
export function setSecurityHeaders(app: FastifyInstance, { secureCookies }: Config): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    void reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': 'geolocation=(), microphone=(), camera=(self)',
    })
    if (!reply.hasHeader('content-security-policy'))
      void reply.header('content-security-policy', policy)
    if (secureCookies || request.protocol === 'https')
      void reply.header('strict-transport-security', 'max-age=31536000')
    done(null, payload)
  })
}
