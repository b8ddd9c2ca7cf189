// Writes the types of the API document: npm run types. A name of a file writes them there instead, to compare.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const place = (path) => fileURLToPath(new URL(path, import.meta.url))
const output = process.argv[2] ?? place('../src/api/schema.ts')
const tool = place('../node_modules/openapi-typescript/bin/cli.js')
const document = place('../../docs/openapi.json')
const { status } = spawnSync(process.execPath, [tool, document, '-o', output, '--default-non-nullable', 'false'], {
  stdio: 'inherit',
})
process.exit(status ?? 1)
