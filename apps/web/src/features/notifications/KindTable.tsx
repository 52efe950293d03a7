import { Checkbox } from '@mantine/core'
import { NOTIFICATION_KINDS } from '@gongjian/domain/vocabulary'
import type { NotificationKind } from '@gongjian/domain/vocabulary'
import { useNotificationsText } from './text.ts'

/** For every kind, whether it is told in the app and by e-mail. */
export function KindTable({
  hidden,
  alwaysShown,
  emailed,
  onChange,
}: {
  hidden: readonly NotificationKind[]
  alwaysShown: readonly string[]
  emailed: readonly NotificationKind[]
  onChange: (kinds: { hiddenKinds: NotificationKind[]; emailKinds: NotificationKind[] }) => void
}) {
  const text = useNotificationsText()
  const without = (kinds: readonly NotificationKind[], kind: NotificationKind) =>
    kinds.filter((one) => one !== kind)
  return (
    <table className="data-table">
      <thead>
        <tr>
          <th scope="col">{text('what')}</th>
          <th scope="col">{text('inApp')}</th>
          <th scope="col">{text('byEmail')}</th>
        </tr>
      </thead>
      <tbody>
        {NOTIFICATION_KINDS.map((kind) => {
          const name = text(`kind_${kind}`)
          const fixed = alwaysShown.includes(kind)
          return (
            <tr key={kind}>
              <th scope="row" style={{ fontWeight: 400 }}>
                {name}
                {fixed && ` · ${text('alwaysShown')}`}
              </th>
              <td>
                <Checkbox
                  aria-label={text('inAppOf', { kind: name })}
                  checked={!hidden.includes(kind)}
                  disabled={fixed}
                  onChange={({ currentTarget: { checked } }) =>
                    onChange({
                      hiddenKinds: checked ? without(hidden, kind) : [...hidden, kind],
                      emailKinds: [...emailed],
                    })
                  }
                />
              </td>
              <td>
                <Checkbox
                  aria-label={text('byEmailOf', { kind: name })}
                  checked={emailed.includes(kind)}
                  onChange={({ currentTarget: { checked } }) =>
                    onChange({
                      hiddenKinds: [...hidden],
                      emailKinds: checked ? [...emailed, kind] : without(emailed, kind),
                    })
                  }
                />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
