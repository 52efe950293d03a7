/** What can keep the product from starting, each with the one sentence that says what to do. */
const sentences = {
  FOLDER_NOT_WRITABLE: {
    zh: ({ folder }) => `不能写入目录 ${folder}：请改用有写权限的目录（DATA_DIR）或修改其权限。`,
    en: ({ folder }) =>
      `The folder ${folder} may not be written: choose another (DATA_DIR) or change its permissions.`,
  },
  FOLDER_NOT_SEARCHABLE: {
    zh: ({ folder }) =>
      `以 root 运行时，数据库用户进不了目录 ${folder}：请把 DATA_DIR 放在其他位置。`,
    en: ({ folder }) =>
      `Run as root, the database's user cannot enter ${folder}: put DATA_DIR elsewhere.`,
  },
  DISK_FULL: {
    zh: ({ folder }) =>
      `磁盘空间不足，无法写入 ${folder}：请清理空间后重新启动，已有数据不受影响。`,
    en: ({ folder }) =>
      `The disk is full, ${folder} cannot be written: free some space and start again; nothing is lost.`,
  },
  FILES_UNREACHABLE: {
    zh: ({ address, detail }) =>
      `连不上文件存储 ${address}：请检查 FILES_S3_ENDPOINT、FILES_S3_BUCKET、FILES_S3_KEY、FILES_S3_SECRET（${detail}）。`,
    en: ({ address, detail }) =>
      `The file store at ${address} cannot be used: look at FILES_S3_ENDPOINT, FILES_S3_BUCKET, FILES_S3_KEY and FILES_S3_SECRET (${detail}).`,
  },
  OTHER_DATABASE_VERSION: {
    zh: ({ found, wanted }) =>
      `数据目录属于 PostgreSQL ${found}，本系统使用 ${wanted}：请先用原版本备份（npm run backup），再恢复到新目录。`,
    en: ({ found, wanted }) =>
      `The data belong to PostgreSQL ${found}, this version brings ${wanted}: back up with the version you had (npm run backup), then restore into a new folder.`,
  },
  DATABASE_DID_NOT_START: {
    zh: ({ detail }) => `内置数据库未能启动：${detail}`,
    en: ({ detail }) => `The embedded database did not start: ${detail}`,
  },
  DATABASE_URL_UNREADABLE: {
    zh: () => 'DATABASE_URL 不是数据库地址：应写成 postgresql://user:password@host/database。',
    en: () =>
      'DATABASE_URL is no address of a database: it is written postgresql://user:password@host/database.',
  },
  DATABASE_UNREACHABLE: {
    zh: ({ address }) => `连不上数据库 ${address}：请确认它已启动、DATABASE_URL 正确。`,
    en: ({ address }) =>
      `The database at ${address} does not answer: is it running, and is DATABASE_URL right?`,
  },
  DATABASE_REFUSED: {
    zh: ({ address }) => `数据库 ${address} 拒绝登录：请检查 DATABASE_URL 中的用户名和密码。`,
    en: ({ address }) =>
      `The database at ${address} refused the sign-in: check user and password in DATABASE_URL.`,
  },
  DATABASE_MISSING: {
    zh: ({ address }) => `数据库服务器上没有这个库（${address}）：请先创建，或修改 DATABASE_URL。`,
    en: ({ address }) =>
      `There is no such database at ${address}: create it first, or change DATABASE_URL.`,
  },
  MIGRATION_FAILED: {
    zh: ({ detail }) => `数据库结构升级失败，未改动数据：${detail}`,
    en: ({ detail }) => `The database could not be migrated; the data are unchanged: ${detail}`,
  },
  PORT_UNKNOWN: {
    zh: ({ port }) => `端口 ${port} 不是端口号：PORT 应为 0 至 65535 的整数。`,
    en: ({ port }) => `${port} is no port: PORT is a whole number from 0 to 65535.`,
  },
  PORT_BUSY: {
    zh: ({ port }) => `端口 ${port} 已被占用：请关闭占用它的程序，或用 PORT=其他端口 npm start。`,
    en: ({ port }) =>
      `Port ${port} is in use: stop what uses it, or choose another with PORT=… npm start.`,
  },
  PORT_FORBIDDEN: {
    zh: ({ port }) => `没有权限使用端口 ${port}：请选用 1024 以上的端口（PORT）。`,
    en: ({ port }) => `Port ${port} may not be used by this user: choose one above 1024 (PORT).`,
  },
  UNKNOWN_DEMONSTRATION: {
    zh: ({ demo }) => `没有名为 ${demo} 的演示城市：DEMO 可取 harbin-2008 或 none。`,
    en: ({ demo }) => `There is no demonstration city ${demo}: DEMO is harbin-2008 or none.`,
  },
} satisfies Record<string, Record<'zh' | 'en', (values: Record<string, string>) => string>>

export type StartupProblemCode = keyof typeof sentences

/** Something that keeps the product from starting and that its user can mend. */
export class StartupProblem extends Error {
  readonly code: StartupProblemCode

  constructor(code: StartupProblemCode, values: Record<string, string>) {
    const { zh, en } = sentences[code]
    super(`${zh(values)}\n${en(values)}`)
    this.name = 'StartupProblem'
    this.code = code
  }

  static ofFolder(problem: unknown, folder: string): StartupProblem {
    return new StartupProblem(codeOf(problem) === 'ENOSPC' ? 'DISK_FULL' : 'FOLDER_NOT_WRITABLE', {
      folder,
    })
  }
}

/** The system's or PostgreSQL's code of an error, wherever a library put it. */
function codeOf(problem: unknown): string | undefined {
  if (typeof problem !== 'object' || problem === null) return undefined
  if ('code' in problem && typeof problem.code === 'string') return problem.code
  if ('errors' in problem && Array.isArray(problem.errors)) return codeOf(problem.errors[0])
  return 'cause' in problem ? codeOf(problem.cause) : undefined
}

function withoutPassword(url: string): string {
  try {
    const { host, pathname } = new URL(url)
    return `${host}${pathname}`
  } catch {
    return 'DATABASE_URL'
  }
}

/** Turns what a library threw while starting into a StartupProblem, or null where it is none of the known ones. */
export function explainStartup(
  problem: unknown,
  { url = '', port = '', folder = '' }: { url?: string; port?: string; folder?: string },
): StartupProblem | null {
  if (problem instanceof StartupProblem) return problem
  const address = withoutPassword(url)
  switch (codeOf(problem)) {
    case 'EADDRINUSE':
      return new StartupProblem('PORT_BUSY', { port })
    case 'EACCES':
      return new StartupProblem(port === '' ? 'FOLDER_NOT_WRITABLE' : 'PORT_FORBIDDEN', {
        port,
        folder,
      })
    case 'ENOSPC':
    case '53100':
      return new StartupProblem('DISK_FULL', { folder: folder || address })
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'EHOSTUNREACH':
    case 'ETIMEDOUT':
    case 'ECONNRESET':
    case '57P03':
      return new StartupProblem('DATABASE_UNREACHABLE', { address })
    case '28P01':
    case '28000':
      return new StartupProblem('DATABASE_REFUSED', { address })
    case '3D000':
      return new StartupProblem('DATABASE_MISSING', { address })
    default:
      return null
  }
}
