import { useMutation } from '@apollo/client/react'
import { LOCALES } from '@gongjian/domain/vocabulary'
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
const names = { 'zh-CN': '简体中文', 'zh-TW': '繁體中文', en: 'English' } as const
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
      data={LOCALES.map((locale) => ({ value: locale, label: names[locale] }))}
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
