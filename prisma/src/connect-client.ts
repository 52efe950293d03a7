import pg from 'pg'
import { primaryUrl } from './database-servers.ts'

/**
 * One connection to the database at `url`; where that names several servers, to the one that may be written to. Where
 * the server goes away the statement that runs then fails; unheard, the loss would end the whole process.
 */
export async function connectClient(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: await primaryUrl(url) })
  client.on('error', () => undefined)
  await client.connect()
  return client
}
