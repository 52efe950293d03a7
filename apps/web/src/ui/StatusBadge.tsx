import { Badge } from '@mantine/core'
import { useWords } from './words.ts'

const colors: Record<string, { bg: string; fg: string }> = {
  DRAFT: { bg: '#e9ebee', fg: '#33383e' },
  SUBMITTED: { bg: '#fdf0d5', fg: '#6b4700' },
  COUNTERSIGNED: { bg: '#dff1e4', fg: '#14532d' },
  RETURNED: { bg: '#fbe0dd', fg: '#851713' },
  WITHDRAWN: { bg: '#eceef0', fg: '#454b53' },
}

/** Where a record is in its life, in words. */
export function StatusBadge({ status }: { status: string }) {
  const words = useWords()
  const color = colors[status] ?? { bg: '#e9ebee', fg: '#33383e' }
  return (
    <Badge
      variant="filled"
      radius="sm"
      tt="none"
      fw={600}
      styles={{ root: { background: color.bg, color: color.fg }, label: { overflow: 'visible' } }}
    >
      {words.status(status)}
    </Badge>
  )
}
