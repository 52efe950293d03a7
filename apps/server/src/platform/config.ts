import { join, resolve } from 'node:path'
import { householdKeySource } from '@gongjian/database/household-keys'
import type { HouseholdKeySource } from '@gongjian/database/household-keys'
import { dataFolder } from '@gongjian/database/open-city-database'
import { parseOrigins } from '@gongjian/domain/robot-rules'
import { readS3Settings } from './files/s3-settings.ts'
import type { S3Settings } from './files/s3-settings.ts'
import { readMetricsToken, readOtlpSettings } from './watching/watching-settings.ts'
import type { OtlpSettings } from './watching/watching-settings.ts'

export type Config = {
  port: number
  host: string
  /** Whose word on who asks is taken: addresses and ranges of what stands in front, as proxy-addr reads them. */
  trustProxy: string
  /** The folder where files are kept, and always those that are still being sent. */
  filesDir: string
  /** A copy of the database that analysis is read from; null: all is read from the primary. */
  replicaUrl: string | null
  /** By how much such a copy may be behind, in seconds. */
  replicaMaxStalenessSeconds: number
  /** The bucket where files are kept instead; null: in the folder. */
  s3: S3Settings | null
  /** The built web client. */
  webDir: string
  /** Only documents of our own client from browsers, no introspection, no GraphiQL. */
  production: boolean
  /** Cookies only over https. */
  secureCookies: boolean
  logLevel: string
  /** For so long it still serves, but says that it is not ready, before it stops; in seconds. */
  drainSeconds: number
  /** How often what waits too long is taken up the ladder, in seconds; 0: not by this process. */
  sweepEverySeconds: number
  /** How often what is to go out by e-mail or to a robot is sent, in seconds; 0: not by this process. */
  deliverEverySeconds: number
  /** The mail server, as smtp://user:password@host:587; null: no e-mail is sent. */
  smtpUrl: string | null
  /** Whom e-mails come from. */
  mailFrom: string
  /** Origins beside the official ones to which robots of groups may be posted, as https://host. */
  robotHosts: readonly string[]
  /** Whether such an address may be of one's own network, and without TLS. */
  robotPrivateAddresses: boolean
  /** The product's own address, as it stands in what is sent out; null: none stands there. */
  publicUrl: string | null
  /** What codes are signed with; null: a key of one's own, made once and kept in the file. */
  signingKey: string | null
  signingKeyFile: string
  /** Where an office keeps type of its own for documents; null: only what the product brings. */
  fontsDir: string | null
  /** Where the keys are that seal who a household is. */
  householdKeys: HouseholdKeySource
  /** What opens /metrics; null: nobody may see it. */
  metricsToken: string | null
  /** Where traces and metrics are sent by OpenTelemetry's protocol; null: nowhere. */
  otlp: OtlpSettings | null
  /** A statement that takes longer is logged, in milliseconds; 0: none is. */
  slowQueryMilliseconds: number
}

/** The settings, from the environment; README lists them. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const production = env['NODE_ENV'] === 'production'
  return {
    port: Number(env['PORT'] ?? 4000),
    host: env['HOST'] ?? '127.0.0.1',
    trustProxy: env['TRUST_PROXY'] || 'loopback',
    filesDir: resolve(env['FILES_DIR'] ?? join(dataFolder(env), 'files')),
    s3: readS3Settings(env),
    replicaUrl: env['DATABASE_REPLICA_URL'] || null,
    replicaMaxStalenessSeconds: Number(env['REPLICA_MAX_STALENESS_SECONDS'] ?? 30) || 30,
    webDir: resolve(import.meta.dirname, '../../../web/dist'),
    production,
    secureCookies: env['SECURE_COOKIES'] === '1' || env['SECURE_COOKIES'] === 'true',
    signingKey: env['SIGNING_KEY'] || null,
    signingKeyFile: join(dataFolder(env), 'signing.key'),
    fontsDir: env['FONTS_DIR'] ? resolve(env['FONTS_DIR']) : null,
    logLevel: env['LOG_LEVEL'] ?? (production ? 'info' : 'warn'),
    drainSeconds: Number(env['DRAIN_SECONDS'] ?? 0) || 0,
    householdKeys: householdKeySource(env),
    deliverEverySeconds: Number(env['DELIVER_EVERY_SECONDS'] ?? 30) || 0,
    smtpUrl: env['SMTP_URL'] || null,
    mailFrom: env['MAIL_FROM'] || 'gongjian@localhost',
    publicUrl: env['PUBLIC_URL'] || null,
    robotHosts: parseOrigins(env['ROBOT_HOSTS'] ?? ''),
    robotPrivateAddresses: env['ROBOT_PRIVATE_ADDRESSES'] === '1',
    metricsToken: readMetricsToken(env),
    otlp: readOtlpSettings(env),
    slowQueryMilliseconds: Number(env['SLOW_QUERY_MS'] ?? 1000) || 0,
    sweepEverySeconds: Number(env['SWEEP_EVERY_SECONDS'] ?? 600) || 0,
  }
}
