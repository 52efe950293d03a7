import { connectClient } from '@gongjian/database/connect-client'
import { defaultDemonstrationPassword } from '@gongjian/database/open-city-database'
import type { Config } from './config.ts'

/** Says where the product is to be found, and in the demonstration city who may sign in. */
export async function sayAddress(
  url: string,
  { host, port }: Config,
  say: (line: string) => void,
): Promise<void> {
  const client = await connectClient(url)
  const { rows } = await client
    .query<{ demonstration: boolean }>('SELECT demonstration FROM city LIMIT 1')
    .finally(() => client.end())
  if (rows[0]?.demonstration) {
    const password = process.env['DEMO_PASSWORD'] ?? defaultDemonstrationPassword
    say(
      '演示账号 / Demonstration accounts: recorder, secretary, community, street, zone, district, municipal, auditor, admin',
    )
    say(`密码 / Password: ${password}`)
  }
  say(
    `共建已启动 / Gongjian is ready: http://${host === '0.0.0.0' || host === '::' ? 'localhost' : host}:${port}`,
  )
}
