import { metricRegistry } from './metric-registry.ts'

const REQUEST_BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const STATEMENT_BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5]
const WORK_BOUNDS = [0.1, 0.5, 1, 5, 10, 30, 60, 300, 1800]

/** What the product counts and measures. Every name is described in docs/watching.md; labels are never what people typed. */
export function productMetrics() {
  const registry = metricRegistry()
  return {
    registry,
    requests: registry.histogram(
      'gongjian_http_request_duration_seconds',
      'HTTP requests by route, method and status class; open live streams are not among them.',
      REQUEST_BOUNDS,
    ),
    operations: registry.histogram(
      'gongjian_graphql_operation_duration_seconds',
      'GraphQL operations: by their name where they are of our own client, else by the first field they ask for.',
      REQUEST_BOUNDS,
    ),
    errors: registry.counter(
      'gongjian_errors_total',
      'Errors answered, by code; UNEXPECTED are those that nobody meant.',
    ),
    statements: registry.histogram(
      'gongjian_sql_statement_duration_seconds',
      'SQL statements by kind, as the application waits for them.',
      STATEMENT_BOUNDS,
    ),
    slowStatements: registry.counter(
      'gongjian_sql_slow_statements_total',
      'SQL statements slower than SLOW_QUERY_MS.',
    ),
    decisions: registry.counter(
      'gongjian_countersignatures_total',
      'Countersignatures given through this process, by decision.',
    ),
    work: registry.histogram(
      'gongjian_work_duration_seconds',
      'Work in the background by name and outcome.',
      WORK_BOUNDS,
    ),
    workSucceeded: registry.gauge(
      'gongjian_work_last_success_timestamp_seconds',
      'When each work in the background last ended well, in seconds since 1970.',
    ),
    streams: registry.gauge('gongjian_live_streams_open', 'Pages that listen for what moves.'),
    connections: registry.gauge(
      'gongjian_database_connections',
      'Connections of each pool: in use, idle.',
    ),
    connectionsWaiting: registry.gauge(
      'gongjian_database_waiting_requests',
      'Who waits for a free connection of each pool.',
    ),
    connectionsMost: registry.gauge(
      'gongjian_database_connections_max',
      'How many connections each pool may have.',
    ),
    databaseUp: registry.gauge(
      'gongjian_database_up',
      '1 where the database answered the last look at jobs and waiting records, else 0.',
    ),
    copyReadable: registry.gauge(
      'gongjian_copy_readable',
      '1 where analysis is read from the copy of the database, 0 where it cannot be; nothing where none is named.',
    ),
    copyBehind: registry.gauge(
      'gongjian_copy_behind_seconds',
      'By how much the copy was behind when it last answered.',
    ),
    loopLag: registry.gauge(
      'gongjian_event_loop_lag_seconds',
      'How late the event loop was since the last look, by quantile.',
    ),
    memory: registry.gauge('gongjian_memory_bytes', 'Memory of the process by kind.'),
    startedAt: registry.gauge(
      'gongjian_process_start_time_seconds',
      'When the process started, in seconds since 1970.',
    ),
    jobs: registry.gauge(
      'gongjian_jobs_waiting',
      'Jobs that wait or are under way, by queue and city.',
    ),
    jobAge: registry.gauge(
      'gongjian_jobs_oldest_age_seconds',
      'How long the oldest of them has been there; 0: none is.',
    ),
    waitingAge: registry.gauge(
      'gongjian_waiting_record_oldest_age_seconds',
      'How long the record that waits longest for a countersignature has waited, by city; 0: none waits.',
    ),
  }
}
export type ProductMetrics = ReturnType<typeof productMetrics>
