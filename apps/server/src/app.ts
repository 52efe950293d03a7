import { openDatabase } from '@gongjian/database'
import cookie from '@fastify/cookie'
import Fastify, { LogController } from 'fastify'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { demonstrationRoutes } from './modules/accounts/demonstration-routes.ts'
import { stopArchiveJobs } from './modules/archives/archive-jobs.ts'
import { stopRunJobs } from './modules/assessment/run-jobs.ts'
import { startTakingUpRuns } from './modules/assessment/take-up-runs.ts'
import { archiveRoutes } from './modules/archives/archive-routes.ts'
import { bulletinRoutes } from './modules/bulletins/bulletin-routes.ts'
import { evidenceRoutes } from './modules/evidence/evidence-routes.ts'
import { startFoldingCitySums } from './modules/analysis/fold-city-sums.ts'
import { sweepUploads } from './modules/evidence/sweep-uploads.ts'
import { certificateRoutes } from './modules/labour/certificate-routes.ts'
import { exportRoutes } from './modules/exports/export-routes.ts'
import { startLookingForSigns } from './modules/gaming/look-for-signs.ts'
import { importRoutes } from './modules/imports/import-routes.ts'
import { startTelling } from './modules/notifications/regular-work.ts'
import type { DestinationStream } from 'pino'
import type { Config } from './platform/config.ts'
import { graphqlRoutes } from './platform/graphql-routes.ts'
import { healthRoutes } from './platform/health-routes.ts'
import { answerBadAddress, answerErrors } from './platform/http-errors.ts'
import { startLiveFeed } from './platform/live.ts'
import { logRequests, openLog, requestIdOf } from './platform/log.ts'
import { watchCopy } from './platform/read-copy.ts'
import { regularly } from './platform/regularly.ts'
import { setSecurityHeaders } from './platform/security-headers.ts'
import { yearReportRoutes } from './modules/year-report/year-report-routes.ts'
import { staticRoutes } from './platform/static-routes.ts'
import { endConnectionsGently } from './platform/stop-gently.ts'
import { lookAround } from './platform/watching/look-around.ts'
import { metricsRoutes } from './platform/watching/metrics-routes.ts'
import { watchRequests } from './platform/watching/watch-requests.ts'
import { watchStatements } from './platform/watching/watch-statements.ts'
import { inWatch, openWatch } from './platform/watching/watch.ts'
import { contextsOf, noteChangesByFiles } from './request-context.ts'

/** The product as one Fastify application on the database at `url`: the API, files, exports, and the web client. */
export async function createApp({
  url,
  config,
  logTo,
}: {
  url: string
  config: Config
  /** Where the log goes; else to standard output. */
  logTo?: DestinationStream
}): Promise<FastifyInstance> {
  const log = openLog(config.logLevel, logTo)
  const logger: FastifyBaseLogger = log
  const app = Fastify({
    loggerInstance: logger,
    genReqId: requestIdOf,
    bodyLimit: 1024 * 1024,
    trustProxy: config.trustProxy,
    // The rest of it: stop-gently.ts.
    forceCloseConnections: 'idle',
    frameworkErrors: answerBadAddress,
    logController: new LogController({ disableRequestLogging: true }),
  })
  endConnectionsGently(app)
  // Nobody who does not want to know pays for it: the sender is not even loaded.
  const sender =
    config.otlp === null
      ? null
      : (await import('./platform/watching/otlp.ts')).startSending(config.otlp, log)
  const watch = openWatch(log, sender?.tracer ?? null)
  const database = await openDatabase(url, {
    heard: watchStatements(watch, config.slowQueryMilliseconds),
  })
  const copy =
    config.replicaUrl === null
      ? null
      : watchCopy(
          database,
          { url: config.replicaUrl, maxStalenessSeconds: config.replicaMaxStalenessSeconds },
          log,
        )
  const around =
    config.metricsToken === null && sender === null ? null : lookAround(watch, database, copy)
  if (around !== null) sender?.sendMetrics(watch.metrics.registry, () => around.look())
  const live = startLiveFeed(database, log)
  const { telling, stopTakingUpRuns, sweeping, looking, folding } = inWatch(watch, () => ({
    telling: startTelling(database, config, log),
    stopTakingUpRuns: startTakingUpRuns(database, config.sweepEverySeconds, log),
    sweeping: regularly(
      'clear away uploads',
      async () => {
        const swept = await sweepUploads(database, config)
        if (swept > 0) log.info({ swept }, 'uploads that nobody went on with were cleared away')
      },
      config.sweepEverySeconds,
      log,
    ),
    looking: startLookingForSigns(database, config.sweepEverySeconds, log),
    folding: startFoldingCitySums(database, config.sweepEverySeconds, log),
  }))
  const contextOf = contextsOf(database, config, log, copy)
  app.addHook('onClose', async () => {
    await stopArchiveJobs(database)
    await stopTakingUpRuns()
    await stopRunJobs(database)
    await Promise.all([telling.stop(), sweeping.stop(), looking.stop(), folding.stop()])
    await live.stop()
    await copy?.stop()
    await sender?.stop()
    around?.stop()
    await database.close()
  })

  watchRequests(app, watch)
  if (copy !== null) noteChangesByFiles(app, copy, config)
  await app.register(cookie)
  setSecurityHeaders(app, config)
  logRequests(app, log)
  answerErrors(app, log)
  healthRoutes(app, database, watch)
  metricsRoutes(app, config.metricsToken, watch, around)
  await graphqlRoutes(app, { config, contextOf, copy })
  await demonstrationRoutes(app, database)
  await evidenceRoutes(app, contextOf)
  certificateRoutes(app, contextOf)
  archiveRoutes(app, contextOf)
  bulletinRoutes(app, contextOf)
  yearReportRoutes(app, contextOf)
  await exportRoutes(app, { contextOf, copy })
  importRoutes(app, contextOf)
  await staticRoutes(app, config.webDir)
  return app
}
