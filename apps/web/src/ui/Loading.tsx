import { Center, Loader } from '@mantine/core'
import { useUiText } from './text.ts'

export function Loading() {
  const text = useUiText()
  return (
    <Center py="xl" role="status">
      <Loader aria-hidden />
      <span className="visually-hidden">{text('loading')}</span>
    </Center>
  )
}
