import { Group, Kbd, Switch, Text } from '@mantine/core'
import { useState } from 'react'
import { hasLetterKeys, setLetterKeys } from './inbox-keys.ts'
import { useCountersigningText } from './text.ts'

const keys = [
  ['j', 'key_next'],
  ['k', 'key_previous'],
  ['a', 'key_accept'],
  ['1–5', 'key_usefulness'],
  ['e', 'key_edit'],
  ['r', 'key_return'],
  ['Enter', 'key_press'],
  ['Ctrl+Enter', 'key_sign'],
  ['Esc', 'key_leave'],
  ['?', 'key_help'],
] as const

/** The keys of the inbox, and the switch for those of one letter. */
export function KeyHelp() {
  const text = useCountersigningText()
  const [isOn, setIsOn] = useState(hasLetterKeys)
  return (
    <div className="paper" style={{ marginBottom: 12 }}>
      <Switch
        mb="sm"
        label={text('letterKeys')}
        checked={isOn}
        onChange={(event) => {
          setLetterKeys(event.currentTarget.checked)
          setIsOn(event.currentTarget.checked)
        }}
      />
      <Group gap="md">
        {keys.map(([key, what]) => (
          <Text key={key} size="sm">
            <Kbd>{key}</Kbd> {text(what)}
          </Text>
        ))}
      </Group>
    </div>
  )
}
