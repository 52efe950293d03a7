import { useMutation } from '@apollo/client/react'
import { LOCALES } from '@gongjian/domain/vocabulary'
import type { Locale } from '@gongjian/domain/vocabulary'
import { NativeSelect } from '@mantine/core'
import { graphql } from '../generated/gql.ts'
import { useApolloClient } from '@apollo/client/react'
import { activateLocale, currentLocale } from '../platform/locale.tsx'
import { useUiText } from '../ui/text.ts'

const SetLocale = graphql(`
  mutation SetLocale($input: SetLocaleInput!) {
    setLocale(input: $input) {
      id
      locale
    }
  }
`)
const scripts = { 'zh-CN': 'zh-Hans', 'zh-TW': 'zh-Hant', en: 'en' } as const

/** Each language by its own name for itself. */
function ownName(locale: Locale): string {
  const script = scripts[locale]
  return new Intl.DisplayNames(script, { type: 'language' }).of(script) ?? locale
}
const apiNames = { 'zh-CN': 'ZH_CN', 'zh-TW': 'ZH_TW', en: 'EN' } as const

/** Switches at once, and is remembered: on the device, and with the account. Each language names itself. */
export function LanguageSwitch({ signedIn }: { signedIn: boolean }) {
  const text = useUiText()
  const client = useApolloClient()
  const [setLocale] = useMutation(SetLocale)
  return (
    <NativeSelect
      size="sm"
      aria-label={text('language')}
      value={currentLocale()}
      data={LOCALES.map((locale) => ({ value: locale, label: ownName(locale) }))}
      onChange={async (event) => {
        const locale = LOCALES.find((one) => one === event.currentTarget.value)
        if (locale === undefined) return
        await activateLocale(locale)
        if (signedIn)
          await setLocale({ variables: { input: { locale: apiNames[locale] } } }).catch(
            () => undefined,
          )
        // Names of indicators and words of refusals come from the server in the reader's language.
        await client.refetchQueries({ include: 'active' })
      }}
    />
  )
}
