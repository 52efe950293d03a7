import { rmSync } from 'node:fs'
import { dataFolder } from './city-under-test.ts'

// Every run begins with the demonstration city as it is loaded.
rmSync(dataFolder, { recursive: true, force: true })
await import('../apps/server/src/main.ts')
