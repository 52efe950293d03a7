import { Alert } from '@mantine/core'
import type { ReactNode } from 'react'

/** What went wrong, in place, told to who cannot see it too. */
export function FailureNotice({
  message,
  title,
  children,
  color = 'red',
}: {
  message?: string | null
  title?: string
  children?: ReactNode
  color?: 'red' | 'yellow' | 'blue'
}) {
  if (!message && children === undefined) return null
  return (
    <Alert
      color={color}
      variant="light"
      role="alert"
      my="sm"
      {...(title === undefined ? {} : { title })}
      styles={{
        message: { color: '#22262b' },
        // Yellow on pale yellow cannot be read.
        ...(color === 'yellow' ? { title: { color: '#6b4700' } } : {}),
      }}
    >
      {message}
      {children}
    </Alert>
  )
}
