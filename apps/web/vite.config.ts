import { readFileSync, readdirSync, writeFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig } from 'vite'
import type { Plugin } from 'vite'
import { LOCALES } from '@gongjian/domain/vocabulary'
import { appShell } from './app-shell.ts'
import { connectionFields } from './connection-fields.ts'
import { earlyPages } from './early-page.ts'
import { earlyStart } from './early-start.ts'

/** The server takes documents by these ids; what is compressed once need not be for each request. */
function forTheServer(): Plugin {
  let folder = 'dist'
  return {
    name: 'for-the-server',
    apply: 'build',
    configResolved: (config) => {
      folder = join(config.root, config.build.outDir)
    },
    closeBundle: () => {
      const documents = readFileSync(
        new URL('./src/generated/persisted-documents.json', import.meta.url),
        'utf8',
      )
      writeFileSync(join(folder, 'trusted-documents.json'), documents)
      for (const name of readdirSync(folder, { recursive: true })) {
        const path = join(folder, String(name))
        if (!/\.(js|css|html|svg|json|webmanifest)$/.test(path) || statSync(path).size < 1024)
          continue
        const content = readFileSync(path)
        writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }))
        writeFileSync(
          `${path}.br`,
          brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
        )
      }
    },
  }
}

/**
 * Puts each document into the module that asks for it: the generated map of all documents would be in the first load.
 */
function documentsInPlace(): Plugin {
  const generated = new URL('./src/generated/graphql.ts', import.meta.url)
  let documents: Record<string, unknown> = {}
  return {
    name: 'documents-in-place',
    apply: 'build',
    enforce: 'pre',
    buildStart: async () => {
      documents = await import(generated.href)
    },
    transform: (code, id) => {
      if (!id.includes('/src/') || id.includes('/generated/') || !code.includes('graphql(`'))
        return null
      // A fragment that stands alone is in the documents that take it already.
      const taken = code.replaceAll(/^graphql\(`[^`]*`\)$/gm, '')
      const replaced = taken.replaceAll(/graphql\(`([^`]*)`\)/g, (call, source: string) => {
        const [, kind, name] = /(query|mutation|subscription|fragment)\s+(\w+)/.exec(source) ?? []
        const found = documents[`${name}${kind === 'fragment' ? 'FragmentDoc' : 'Document'}`]
        return found === undefined ? call : `(${JSON.stringify(found)})`
      })
      return { code: replaced.replaceAll(/^import \{ graphql \} from .*$/gm, ''), map: null }
    },
  }
}

/**
 * Apollo knows two equal documents by their text, for which it brings a printer of the language. The text is never
 * sent: as JSON it tells them apart as well.
 */
function documentsAsJson(): Plugin {
  const printer = 'import { print as origPrint } from "graphql";'
  return {
    name: 'documents-as-json',
    apply: 'build',
    enforce: 'pre',
    transform: (code, id) => {
      if (!id.endsWith('/@apollo/client/utilities/graphql/print.js')) return null
      if (!code.includes(printer)) throw new Error('Apollo prints documents in another way')
      return { code: code.replace(printer, 'const origPrint = JSON.stringify;'), map: null }
    },
  }
}

/** Parses the texts of the catalogues when the client is built: the parser is as large as a page. */
function compiledTexts(): Plugin {
  return {
    name: 'compiled-texts',
    enforce: 'pre',
    transform: (code, id) => {
      if (!/\/messages\/[\w-]+\.json$/.test(id)) return null
      const texts: Record<string, string> = JSON.parse(code)
      const compiled = Object.fromEntries(
        Object.entries(texts).map(([key, text]) => [key, compileMessage(text)]),
      )
      return { code: JSON.stringify(compiled), map: null }
    },
  }
}

const server = process.env['GONGJIAN_SERVER'] ?? 'http://127.0.0.1:4000'

/** What every page needs, in few files: a file for each shared part compresses worse than all of them together. */
const startChunks = [
  {
    name: 'start',
    test: /\/src\/(platform\/(apollo|locale|session|session-events|early-page)|paths|ui\/(text|Link|EmptyState|PageHeader|QueryProblem|FailureNotice|Loading))\.tsx?$|node_modules\/@lingui\/|components\/(Alert|CloseButton)\//,
  },
  { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
  {
    name: 'router',
    test: /node_modules\/@tanstack\/(react-router|router-core|history|store|react-store)\//,
  },
  {
    name: 'apollo',
    test: /node_modules\/(@apollo\/(?!.*useLazyQuery)|graphql\/(?!language\/print)|(rxjs|@wry|optimism)\/)/,
  },
  {
    name: 'mantine',
    test: /node_modules\/(@mantine\/core\/esm\/(core|components\/(Box|Button|Loader|Text|Title|Group|UnstyledButton|Transition|Stack))\/|clsx)/,
  },
]

/** The frame of the signed-in with all that it alone needs. */
const frame = { name: 'frame', test: /\/src\/routes\/Frame\.tsx$/ }

/** The words of a language in two files (platform/words/words.ts). */
const words = LOCALES.flatMap((locale) => [
  {
    name: `first-words-${locale}`,
    test: new RegExp(
      `/(features/(accounts|activities|analysis|countersigning|notifications|recording|search|suggestions)|ui)/messages/${locale}\\.json$|/words/first/${locale}\\.ts$`,
    ),
  },
  {
    name: `later-words-${locale}`,
    test: new RegExp(`/messages/${locale}\\.json$|/words/later/${locale}\\.ts$`),
  },
])

export default defineConfig({
  // rxjs, which Apollo stands on, in the language of today: without the helpers of an older one.
  resolve: { conditions: ['es2015', ...defaultClientConditions] },
  define: {
    CONNECTION_FIELDS: JSON.stringify(
      connectionFields(new URL('../server/schema.graphql', import.meta.url)),
    ),
  },
  plugins: [
    documentsInPlace(),
    documentsAsJson(),
    compiledTexts(),
    react(),
    earlyPages(LOCALES),
    earlyStart(LOCALES),
    appShell(),
    forTheServer(),
  ],
  build: {
    target: 'es2022',
    sourcemap: false,
    cssCodeSplit: true,
    // Who lacks it fetches the same files, each when it is asked for.
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: { output: { codeSplitting: { groups: [...startChunks, ...words, frame] } } },
  },
  server: { proxy: { '/graphql': server, '/api': server, '/files': server } },
})
