// The last step of a build: absolute addresses in index.html, compressed copies, and the digest of the sources.
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const WEB = fileURLToPath(new URL('..', import.meta.url))
const BUILT = join(WEB, '../src/watchkeeper/resources/web')
// What a build reads. tests/unit/resources/test_web_files.py computes the same digest without Node.
const SOURCES = ['src', 'scripts', 'index.html', 'vite.config.ts', 'tsconfig.json', 'package.json', 'package-lock.json']

const filesIn = (path) =>
  statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => filesIn(join(path, name))) : [path]

function digestOfSources() {
  const files = SOURCES.flatMap((name) => filesIn(join(WEB, name))).map((path) =>
    relative(WEB, path).split(sep).join('/'),
  )
  const hash = createHash('sha256')
  for (const name of files.sort()) {
    hash.update(
      `${name}\0${createHash('sha256')
        .update(readFileSync(join(WEB, name)))
        .digest('hex')}\n`,
    )
  }
  return hash.digest('hex')
}

const index = join(BUILT, 'index.html')
writeFileSync(index, readFileSync(index, 'utf8').replaceAll('="./assets/', '="/assets/'))
for (const path of filesIn(join(BUILT, 'assets'))) {
  if (path.endsWith('.woff2')) continue
  const body = readFileSync(path)
  writeFileSync(`${path}.gz`, gzipSync(body, { level: 9 }))
  writeFileSync(`${path}.br`, brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }))
}
// The service worker knows the files by their names, which have digests, and gets another version with each build.
const names = readdirSync(join(BUILT, 'assets'))
  .filter((name) => !/\.(br|gz)$/.test(name))
  .sort()
const version = createHash('sha256').update(names.join()).update(readFileSync(index)).digest('hex').slice(0, 12)
const worker = readFileSync(join(WEB, 'src/worker/worker.js'), 'utf8')
writeFileSync(
  join(BUILT, 'sw.js'),
  worker.replace('FILES = []', `FILES = ${JSON.stringify(names)}`).replace("VERSION = ''", `VERSION = '${version}'`),
)
// Whose work is inside: their licences ask for it.
const BUNDLED = ['preact', '@preact/signals', '@preact/signals-core', 'openapi-fetch']
const licences = BUNDLED.map(
  (name) => `${name}\n\n${readFileSync(join(WEB, 'node_modules', name, 'LICENSE'), 'utf8').trim()}\n`,
)
licences.push(`The font Archivo\n\n${readFileSync(join(WEB, 'src/fonts/OFL.txt'), 'utf8').trim()}\n`)
writeFileSync(join(BUILT, 'LICENSES.txt'), licences.join('\n\n'))
rmSync(join(BUILT, '.sources'), { force: true })
writeFileSync(join(BUILT, '.sources'), `${digestOfSources()}\n`)
