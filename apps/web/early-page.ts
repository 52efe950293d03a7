import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'
import { persistedDocument } from './persisted-document.ts'

/** The parts of the page that are the same in the open frame (OpenFrame, SignInPage), in as few rules as show them. */
const style = `#early~#root{display:none}
#early{font:16px/1.55 -apple-system,BlinkMacSystemFont,"PingFang SC","PingFang TC","Microsoft YaHei","Microsoft JhengHei","Noto Sans CJK SC","Segoe UI",sans-serif;color:#22262b;background:#f6f7f8;position:absolute;inset:0;min-height:100vh}
#early *{box-sizing:border-box}
#early header{background:#fff;border-bottom:3px solid #9d1f19;padding:15px 16px;font-size:18px;font-weight:700}
#early header span,#early main{display:block;max-width:1140px;margin:0 auto}
#early main{padding:20px 16px}
#early form{background:#fff;border:1px solid #e3e5e8;border-radius:10px;padding:18px;max-width:460px}
#early h1{font-size:24px;font-weight:650;line-height:1.3;margin:0 0 4px}
#early p{margin:0 0 16px;color:#5a6068}
#early label{display:block;font-weight:500;margin-bottom:16px}
#early input,#early button{display:block;width:100%;height:42px;font:inherit;font-weight:400;border:1px solid #ced4da;border-radius:8px;padding:0 12px;background:#fff}
#early button{font-weight:600;background:#9d1f19;color:#fff;border-color:#9d1f19}
#early button:disabled{background:#e9ecef;color:#5a6068;border-color:#e9ecef}
#early form p:last-child{margin:8px 0 0}
#early form p[data-failed]{color:#9d1f19}
:focus-visible{outline:3px solid #1b6ec2;outline-offset:2px}`.replaceAll('\n', '')

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** What sends the form: the script's file, and the id under which the server knows the mutation. */
type Sending = { script: string; document: string }

/** The page for who has not signed in: the form stands in it, takes what is typed and is sent while the app is fetched. */
export function earlyPage(
  page: string,
  locale: string,
  text: (feature: 'accounts' | 'ui', key: string) => string,
  { script, document }: Sending,
): string {
  const accounts = (key: string) => escaped(text('accounts', key))
  const product = escaped(text('ui', 'product'))
  const form = `<style>${style}</style><div id="early"><header><span>${product}</span></header><main><form data-document="${document}" data-unreachable="${escaped(text('ui', 'noConnection'))}"><h1>${accounts('signInTitle')}</h1><p>${accounts('signInWhy')}</p><label>${accounts('account')}<input name="account" autocomplete="username" autocapitalize="none"></label><label>${accounts('password')}<input name="password" type="password" autocomplete="current-password"></label><button disabled>${accounts('signIn')}</button><p role="status">${escaped(text('ui', 'loading'))}</p></form></main></div><script type="module" async src="/${script}"></script>`
  // What is below a stylesheet waits for it; the form does not need it.
  const styles = page.match(/<link rel="stylesheet"[^>]*>/g) ?? []
  return (
    styles
      .reduce((rest, link) => rest.replace(link, ''), page)
      .replace(/<html lang="[^"]*">/, `<html lang="${locale}">`)
      // Before the app's own files: a browser fetches few at a time.
      .replace('<link rel="icon"', `<link rel="modulepreload" href="/${script}">\n    $&`)
      .replace(/<title>[^<]*<\/title>/, `<title>${accounts('signIn')} · ${product}</title>`)
      .replace('<div id="root">', () => `${form}${styles.join('')}<div id="root">`)
  )
}

/** Writes the page with the form beside the page without, in each language; the server knows who has no session. */
export function earlyPages(locales: readonly string[]): Plugin {
  let file = ''
  return {
    name: 'early-pages',
    apply: 'build',
    enforce: 'post',
    buildStart() {
      const id = new URL('src/features/accounts/early-sign-in.ts', import.meta.url).pathname
      file = this.emitFile({ type: 'chunk', id, name: 'early-sign-in' })
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const page = bundle['index.html']
        if (page?.type !== 'asset') throw new Error('the page is not in the build')
        const script = this.getFileName(file)
        const chunk = bundle[script]
        if (chunk?.type !== 'chunk' || chunk.imports.length > 0)
          throw new Error('what sends the early form imports another file')
        const sending = { script, document: persistedDocument('mutation SignIn') }
        for (const locale of locales) {
          const catalogue = (path: string): Record<string, string> =>
            JSON.parse(
              readFileSync(new URL(`src/${path}/messages/${locale}.json`, import.meta.url), 'utf8'),
            )
          const texts = { accounts: catalogue('features/accounts'), ui: catalogue('ui') }
          const source = earlyPage(
            String(page.source),
            locale,
            (feature, key) => {
              const text = texts[feature][key]
              if (text === undefined) throw new Error(`no text for ${feature}.${key} in ${locale}`)
              return text
            },
            sending,
          )
          this.emitFile({ type: 'asset', fileName: `sign-in.${locale}.html`, source })
        }
      },
    },
  }
}
