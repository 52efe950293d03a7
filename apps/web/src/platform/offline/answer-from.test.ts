import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answerFrom, outlived } from './answer-from.ts'

const origin = 'https://gongjian.example'
const opening = (path: string) =>
  answerFrom({ method: 'GET', mode: 'navigate', url: `${origin}${path}` }, origin)

describe('what holds the data of a reader', () => {
  test('is only ever answered by the server', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('graphql', 'api', 'files', 'graphiql', 'healthz', 'readyz'),
        fc.webPath(),
        fc.constantFrom('navigate', 'cors', 'same-origin', 'no-cors'),
        fc.webQueryParameters(),
        (root, rest, mode, query) => {
          const url = `${origin}/${root}${rest}?${query}`
          expect(answerFrom({ method: 'GET', mode, url }, origin)).toBe('server')
        },
      ),
    )
  })

  test('nor is anything that is sent', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'),
        fc.webPath(),
        (method, path) => {
          const url = `${origin}${path}`
          expect(answerFrom({ method, mode: 'navigate', url }, origin)).toBe('server')
        },
      ),
    )
  })

  test('nor what another host has', () => {
    const url = 'https://elsewhere.example/assets/app.js'
    expect(answerFrom({ method: 'GET', mode: 'cors', url }, origin)).toBe('server')
  })

  test('nor what a page fetches from the address of a page', () => {
    const url = `${origin}/households/1`
    expect(answerFrom({ method: 'GET', mode: 'cors', url }, origin)).toBe('server')
  })
})

test.each(['/', '/recording', '/recording?like=1', '/records/0198-ab', '/apiary', '/filesystem'])(
  'the address of a page opens the page without a network: %s',
  (path) => expect(opening(path)).toBe('page'),
)

test.each(['/icon.svg', '/manifest/en.webmanifest', '/service-worker.js', '/api/exports/a.xlsx'])(
  'a file is no page: %s',
  (path) => expect(opening(path)).toBe('server'),
)

test('a file named by its content is taken from the device first', () => {
  expect(opening('/assets/index-1a2b.js')).toBe('asset')
})

describe('a version is left', () => {
  test('when two newer ones are there', () => {
    const names = ['gongjian-shell-1', 'gongjian-shell-2', 'gongjian-shell-3']
    expect(outlived(names, 'gongjian-shell-3')).toEqual(['gongjian-shell-1'])
  })

  test('never when it is the present one, nor when it is not ours', () => {
    expect(outlived(['gongjian-shell-1', 'gongjian-shell-2'], 'gongjian-shell-2')).toEqual([])
    expect(outlived(['other-1', 'other-2', 'other-3'], 'gongjian-shell-2')).toEqual([])
  })
})
