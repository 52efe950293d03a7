import pg from 'pg'

/**
 * One connection to the database at `url`. Where the server goes away the statement that runs then fails; unheard, the
 * loss would end the whole process.
 */
export async function connectClient(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  return client
}
