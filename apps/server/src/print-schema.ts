import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { printSchema } from 'graphql'
import { schema } from './schema.ts'

const { values } = parseArgs({
  options: { help: { type: 'boolean' }, check: { type: 'boolean' } },
})
if (values.help) {
  process.stdout.write(`node apps/server/src/print-schema.ts [--check]

Writes the API's schema to apps/server/schema.graphql, sorted, with its descriptions.
With --check writes nothing, and exits with 1 where the file is not what the code says.
`)
  process.exit(0)
}

const file = new URL('../schema.graphql', import.meta.url)
const printed = `# Printed from the code: node apps/server/src/print-schema.ts\n\n${printSchema(schema)}\n`
if (!values.check) writeFileSync(file, printed)
else if (readFileSync(file, 'utf8') !== printed) {
  process.stderr.write(
    'apps/server/schema.graphql is stale: run node apps/server/src/print-schema.ts\n',
  )
  process.exit(1)
}
