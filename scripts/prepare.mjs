import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

// Runs before anything is installed, on whatever Node is at hand: no dependencies, no TypeScript.

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const wantedNode = '24.21.0'
const stamps = join(root, 'node_modules', '.gongjian')

export function say(line) {
  process.stdout.write(`· ${line}\n`)
}

export function fail(line) {
  process.stderr.write(`${line}\n`)
  process.exit(1)
}

/** The folder of a Node 24: the one at hand, the one that is installed with the product, or one fetched for it. */
function folderOfNode() {
  const [have, minor] = process.versions.node.split('.').map(Number)
  if (have < 20 || (have === 20 && minor < 19)) {
    fail(
      `需要 Node 20.19 或更新版本，现在是 ${process.versions.node}。\nNode 20.19 or newer is needed; this is ${process.versions.node}.`,
    )
  }
  const executable = process.platform === 'win32' ? 'node.exe' : 'node'
  if (have >= 24) return dirname(process.execPath)
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  const fetched = join(root, '.tool', 'node_modules', name, 'bin')
  if (!existsSync(join(fetched, executable))) {
    say('取得 Node 24 / Fetching Node 24')
    runNpm(dirname(process.execPath), [
      'install',
      '--prefix',
      join(root, '.tool'),
      '--no-save',
      '--no-package-lock',
      '--no-audit',
      '--no-fund',
      `${name}@${wantedNode}`,
    ])
  }
  return fetched
}

function environmentFor(nodeFolder) {
  const separator = process.platform === 'win32' ? ';' : ':'
  const path = [nodeFolder, join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(
    separator,
  )
  return { ...process.env, PATH: path, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' }
}

function runNpm(nodeFolder, args) {
  const { status, stdout, stderr, error } = spawnSync('npm', args, {
    cwd: root,
    env: environmentFor(nodeFolder),
    encoding: 'utf8',
    shell: process.platform === 'win32',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (status === 0) return
  const said = `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`
  const full = /ENOSPC/.test(said)
  const reason = full
    ? '磁盘空间不足 / the disk is full'
    : (said.split('\n').find((line) => /npm (error|ERR!)/.test(line)) ??
      said.trim().split('\n').at(-1) ??
      '')
  fail(`npm ${args[0]} 未成功：${reason}\nnpm ${args[0]} did not succeed.`)
}

function hashOf(paths) {
  const hash = createHash('sha256')
  const walk = (path) => {
    if (!existsSync(path)) return
    if (!statSync(path).isDirectory()) {
      hash.update(path.slice(root.length)).update(readFileSync(path))
      return
    }
    for (const name of readdirSync(path).sort()) {
      if (!['node_modules', 'dist', 'generated', '.turbo'].includes(name)) walk(join(path, name))
    }
  }
  for (const path of paths) walk(join(root, path))
  return hash.digest('hex')
}

/** Runs the work where what it depends on has changed since it was last done. */
function when(name, depends, present, work) {
  const stamp = join(stamps, name)
  const now = hashOf(depends)
  const before = existsSync(stamp) ? readFileSync(stamp, 'utf8') : ''
  if (before === now && present.every((path) => existsSync(join(root, path)))) return
  work()
  mkdirSync(stamps, { recursive: true })
  writeFileSync(stamp, now)
}

function run(nodeFolder, command, args, what) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    env: environmentFor(nodeFolder),
    encoding: 'utf8',
    shell: process.platform === 'win32',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (status !== 0) fail(`${what}\n${stdout ?? ''}${stderr ?? ''}`)
}

/** Node 24, the packages and the generated code; with `web`, the built client too. Gives the environment to run in. */
export function prepare({ web }) {
  const nodeFolder = folderOfNode()
  when(
    'installed',
    ['package-lock.json'],
    ['node_modules/@prisma/client', 'node_modules/fastify'],
    () => {
      say('安装依赖（首次约一分钟）/ Installing packages (about a minute the first time)')
      runNpm(nodeFolder, ['ci', '--no-audit', '--no-fund'])
    },
  )
  when(
    'generated',
    ['prisma/schema', 'package-lock.json'],
    ['prisma/generated/client/client.ts'],
    () => {
      say('生成数据库客户端 / Generating the database client')
      run(
        nodeFolder,
        'node',
        ['prisma/src/generate-client.ts'],
        '未能生成数据库客户端 / The database client could not be generated',
      )
    },
  )
  if (web) {
    when(
      'web',
      ['apps/web', 'apps/server/schema.graphql', 'packages/domain/src', 'package-lock.json'],
      ['apps/web/dist/index.html', 'apps/web/dist/trusted-documents.json'],
      () => {
        say('构建网页 / Building the web client')
        run(
          nodeFolder,
          'npm',
          ['run', 'build', '-w', 'apps/web'],
          '未能构建网页 / The web client could not be built',
        )
      },
    )
  }
  return environmentFor(nodeFolder)
}
