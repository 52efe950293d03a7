import { AsyncResource } from 'node:async_hooks'
import type pg from 'pg'

/** Hears the text of a statement as it is sent, never its values; what it gives is told when it has ended. */
export type StatementListener = (text: string) => (hasFailed: boolean) => void

/** Tells of every statement of a pool's connections. pg has no hook of its own for it. */
export function listenToStatements(pool: pg.Pool, heard: StatementListener): void {
  pool.on('connect', (client) => listenToClient(client, heard))
  replace(pool, 'connect', (connect, given) =>
    // Who waits for a connection is served in the course of whoever gives theirs back: what follows is still their own.
    connect(given.map((each) => (isCallback(each) ? AsyncResource.bind(each) : each))),
  )
}

function listenToClient(client: pg.ClientBase, heard: StatementListener): void {
  replace(client, 'query', (query, given) => {
    const text = textOf(given[0])
    if (text === null) return query(given)
    const ended = heard(text)
    const last = given.at(-1)
    if (isCallback(last)) {
      const told = (...answer: unknown[]) => {
        ended(answer[0] !== null && answer[0] !== undefined)
        last(...answer)
      }
      return query([...given.slice(0, -1), told])
    }
    const answer = query(given)
    if (answer instanceof Promise)
      answer.then(
        () => ended(false),
        () => ended(true),
      )
    return answer
  })
}

type Callback = (...given: unknown[]) => unknown

function isCallback(given: unknown): given is Callback {
  return typeof given === 'function'
}

/** A statement's text; null of what streams itself, which says on its own when it has ended. */
function textOf(statement: unknown): string | null {
  if (typeof statement === 'string') return statement
  const isNamed = typeof statement === 'object' && statement !== null && 'text' in statement
  if (!isNamed || 'submit' in statement) return null
  return typeof statement.text === 'string' ? statement.text : null
}

/** Puts another method in the place of one, which is given the first to call. */
function replace<Holder extends object>(
  holder: Holder,
  name: keyof Holder & string,
  instead: (before: (given: readonly unknown[]) => unknown, given: readonly unknown[]) => unknown,
): void {
  const method: unknown = holder[name]
  if (!isCallback(method)) throw new Error(`${name} is no method`)
  const before = (given: readonly unknown[]): unknown => Reflect.apply(method, holder, given)
  Object.defineProperty(holder, name, {
    configurable: true,
    writable: true,
    value: (...given: unknown[]) => instead(before, given),
  })
}
