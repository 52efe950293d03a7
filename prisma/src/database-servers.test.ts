import { describe, expect, inject, test } from 'vitest'
import { primaryUrl, serversOf } from './database-servers.ts'

describe('an address of several servers', () => {
  test.each([
    ['postgresql://u:p@one:5432/city', ['postgresql://u:p@one:5432/city']],
    [
      'postgresql://u:p%2C@one:5432,two/city?sslmode=require',
      [
        'postgresql://u:p%2C@one:5432/city?sslmode=require',
        'postgresql://u:p%2C@two/city?sslmode=require',
      ],
    ],
    ['postgresql://one,[::1]:5433/city', ['postgresql://one/city', 'postgresql://[::1]:5433/city']],
    ['postgresql://one/city?options=a,b', ['postgresql://one/city?options=a,b']],
  ])('%s', (url, servers) => {
    expect(serversOf(url)).toEqual(servers)
  })

  test('the one that may be written to is found beside one that is gone', async () => {
    const server = inject('postgresUrl')
    const { host } = new URL(server)
    expect(await primaryUrl(server.replace(host, `127.0.0.1:1,${host}`))).toBe(server)
    await expect(primaryUrl(server.replace(host, '127.0.0.1:1,127.0.0.1:2'))).rejects.toThrow(
      'ECONNREFUSED',
    )
  })
})
