import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { StartupProblem } from './startup-problem.ts'

/** Makes the folder and tries to write in it. Throws StartupProblem where that cannot be done. */
export async function makeWritableFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder)
    const probe = join(folder, `.write-probe-${process.pid}`)
    await writeFile(probe, 'x'.repeat(4096))
    await rm(probe)
  } catch (problem) {
    throw StartupProblem.ofFolder(problem, folder)
  }
}

/**
 * Makes the folder and those above it that do not exist. Node's own recursive mkdir never returns where the system says of
 * an existing folder that it does not exist, as under /proc.
 */
async function makeFolder(folder: string): Promise<void> {
  const missing: string[] = []
  for (let path = folder; !(await isFolder(path)); path = dirname(path)) missing.unshift(path)
  for (const path of missing) {
    await mkdir(path).catch((problem: unknown) => {
      // Somebody else made it meanwhile.
      if (!(problem instanceof Error && 'code' in problem && problem.code === 'EEXIST'))
        throw problem
    })
  }
}

/** Throws where something stands there that is no folder. */
async function isFolder(path: string): Promise<boolean> {
  try {
    if ((await stat(path)).isDirectory()) return true
  } catch (problem) {
    if (problem instanceof Error && 'code' in problem && problem.code === 'ENOENT') return false
    throw problem
  }
  throw Object.assign(new Error(`${path} is no folder`), { code: 'ENOTDIR' })
}
