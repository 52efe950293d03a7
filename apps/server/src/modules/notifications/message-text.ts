import { NOTIFICATION_KINDS } from '@gongjian/domain/vocabulary'
import type { NotificationKind } from '@gongjian/domain/vocabulary'
import type { Text } from '../../platform/messages.ts'

/** Of how many it tells, by kind. All that ever goes out: no title, no name. */
export type Counts = Partial<Record<NotificationKind, number>>

/** A line for each kind, with its number. */
export function linesOf(counts: Counts, text: Text): string[] {
  return NOTIFICATION_KINDS.flatMap((kind) => {
    const count = counts[kind] ?? 0
    return count > 0 ? [text(`mail.${kind}`, { count })] : []
  })
}

/** Where to sign in: with the product's own address where it is known. */
export function wayIn(publicUrl: string | null, text: Text): string {
  return publicUrl === null ? text('mail.signIn') : text('mail.signInAt', { url: publicUrl })
}

export function emailOf(
  counts: Counts,
  publicUrl: string | null,
  text: Text,
): { subject: string; text: string } {
  const lines = linesOf(counts, text)
  const count = Object.values(counts).reduce((sum, one) => sum + one, 0)
  return {
    subject: text('mail.subject', { count }),
    text: [
      text('mail.intro'),
      '',
      ...lines.map((line) => `· ${line}`),
      '',
      wayIn(publicUrl, text),
      '',
      text('mail.outro'),
      '',
    ].join('\n'),
  }
}
