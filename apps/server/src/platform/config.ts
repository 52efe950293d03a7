import { join, resolve } from 'node:path'
import { householdKeySource } from '@gongjian/database/household-keys'
import type { HouseholdKeySource } from '@gongjian/database/household-keys'
import { dataFolder } from '@gongjian/database/open-city-database'

export type Config = {
  port: number
  host: string
  /** Where evidence is kept. */
  filesDir: string
  /** The built web client. */
  webDir: string
  /** Only documents of our own client from browsers, no introspection, no GraphiQL. */
  production: boolean
  /** Cookies only over https. */
  secureCookies: boolean
  logLevel: string
  /** What codes are signed with; null: a key of one's own, made once and kept in the file. */
  signingKey: string | null
  signingKeyFile: string
  /** Where an office keeps type of its own for documents; null: only what the product brings. */
  fontsDir: string | null
  /** Where the keys are that seal who a household is. */
  householdKeys: HouseholdKeySource
}

/** The settings, from the environment; README lists them. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const production = env['NODE_ENV'] === 'production'
  return {
    port: Number(env['PORT'] ?? 4000),
    host: env['HOST'] ?? '127.0.0.1',
    filesDir: resolve(env['FILES_DIR'] ?? join(dataFolder(env), 'files')),
    webDir: resolve(import.meta.dirname, '../../../web/dist'),
    production,
    secureCookies: env['SECURE_COOKIES'] === '1' || env['SECURE_COOKIES'] === 'true',
    signingKey: env['SIGNING_KEY'] || null,
    signingKeyFile: join(dataFolder(env), 'signing.key'),
    fontsDir: env['FONTS_DIR'] ? resolve(env['FONTS_DIR']) : null,
    logLevel: env['LOG_LEVEL'] ?? (production ? 'info' : 'warn'),
    householdKeys: householdKeySource(env),
  }
}
