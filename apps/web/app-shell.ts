import { createHash } from 'node:crypto'
import type { Plugin } from 'vite'
import { shellFiles } from './src/platform/offline/shell-files.ts'

const fileName = 'service-worker.js'

/**
 * Builds the service worker beside the page and writes into it which files to keep. Our own sixty lines, since what is
 * kept is one page and files named by their content: a library for more would be larger than what it does here.
 */
export function appShell(): Plugin {
  return {
    name: 'app-shell',
    apply: 'build',
    enforce: 'post',
    buildStart() {
      const id = new URL('./src/platform/offline/service-worker.ts', import.meta.url).pathname
      this.emitFile({ type: 'chunk', id, fileName })
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const files = Object.values(bundle)
        const worker = bundle[fileName]
        const page = bundle['index.html']
        if (worker?.type !== 'chunk' || page?.type !== 'asset')
          throw new Error('the page and its service worker are not both in the build')
        // Registered as a plain script: not every browser takes one with imports.
        if (worker.imports.length > 0) throw new Error('the service worker imports another file')
        const scripts = files.filter((file) => file.type === 'chunk' && file !== worker)
        const names = shellFiles(
          scripts.flatMap((file) =>
            file.type === 'chunk'
              ? {
                  name: file.fileName,
                  // Not what only the page with the early form takes.
                  isPage: file.facadeModuleId?.endsWith('/index.html') ?? false,
                  // The words of a language are two files, which are none's own.
                  fetchedFor:
                    file.facadeModuleId ??
                    file.moduleIds.find((id) => id.includes('/messages/')) ??
                    null,
                  imports: file.imports,
                  styles: [...(file.viteMetadata?.importedCss ?? [])],
                }
              : [],
          ),
        )
        const addresses = ['/', ...names.map((name) => `/${name}`)]
        const version = createHash('sha256')
          .update(JSON.stringify(addresses))
          .update(page.source)
          .digest('hex')
          .slice(0, 12)
        worker.code = worker.code.replace('SHELL_OF_THIS_BUILD', () =>
          JSON.stringify({ version, addresses }),
        )
        if (worker.code.includes('SHELL_OF_THIS_BUILD'))
          throw new Error('the shell stands twice in its worker')
      },
    },
  }
}
