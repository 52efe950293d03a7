import type { Plugin } from 'vite'
import { persistedDocument } from './persisted-document.ts'

/** The file that is fetched for a module, and what it imports. */
type Chunk = { fileName: string; imports: string[]; facadeModuleId: string | null }

/** What a phone opens, by the first part of its address: the page that the router fetches for it (router.tsx). */
const pages: Record<string, string> = {
  '': 'analysis/WorkbenchPage',
  workbench: 'analysis/WorkbenchPage',
  recording: 'recording/RecordingPage',
  inbox: 'countersigning/InboxPage',
  records: 'activities/RecordsPage',
  overview: 'analysis/OverviewPage',
}

/**
 * Puts into the page the few lines that ask who is here and name the files that come next, while the first ones are
 * still on their way: on a weak network each step that the app finds out about by itself costs a way there and back.
 */
export function earlyStart(locales: readonly string[]): Plugin {
  let script = ''
  return {
    name: 'early-start',
    apply: 'build',
    enforce: 'post',
    buildStart() {
      const id = new URL('src/platform/early-start.ts', import.meta.url).pathname
      script = this.emitFile({ type: 'chunk', id, name: 'early-start' })
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const page = bundle['index.html']
        const code = bundle[this.getFileName(script)]
        if (page?.type !== 'asset' || code?.type !== 'chunk' || code.imports.length > 0)
          throw new Error('what stands in the page is not in the build, or imports another file')
        const source = String(page.source)
        const chunks = new Map<string, Chunk>()
        for (const file of Object.values(bundle))
          if (file.type === 'chunk') chunks.set(file.fileName, file)
        const withImports = (end: string): string[] => {
          const found = [...chunks.values()].find(({ facadeModuleId }) =>
            facadeModuleId?.endsWith(end),
          )
          if (found === undefined) throw new Error(`${end} is in no file of the build`)
          const names = new Set<string>()
          const add = (name: string) => {
            if (names.has(name) || source.includes(name)) return
            names.add(name)
            for (const imported of chunks.get(name)?.imports ?? []) add(imported)
          }
          add(found.fileName)
          return [...names]
        }
        const always = withImports('/src/routes/Frame.tsx')
        const beside = (end: string) => withImports(end).filter((name) => !always.includes(name))
        const named = {
          viewer: persistedDocument('query Viewer'),
          always,
          words: Object.fromEntries(
            locales.map((locale) => [locale, beside(`/platform/words/first/${locale}.ts`)]),
          ),
          pages: Object.fromEntries(
            Object.entries(pages).map(([path, name]) => [
              path,
              beside(`/src/features/${name}.tsx`),
            ]),
          ),
        }
        const text = code.code.replace('START_OF_THIS_BUILD', () => JSON.stringify(named))
        // A plain script runs at once; one that is a module would wait for the end of the page.
        page.source = source.replace(
          '<link rel="icon"',
          () => `<script>{${text}}</script>\n    <link rel="icon"`,
        )
        delete bundle[code.fileName]
      },
    },
  }
}
