import { Group, Kbd, Text } from '@mantine/core'
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

/** The keys of the inbox. */
export function KeyHelp() {
  const text = useCountersigningText()
  return (
    <div className="paper" style={{ marginBottom: 12 }}>
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
