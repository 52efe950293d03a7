import { rmSync } from 'node:fs'

// Every run begins with the demonstration city as it is loaded.
const folder = process.env['DATA_DIR']
if (folder === undefined) throw new Error('DATA_DIR says where the city under test is kept')
rmSync(folder, { recursive: true, force: true })
await import('../apps/server/src/main.ts')
