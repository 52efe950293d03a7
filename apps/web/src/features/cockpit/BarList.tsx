import { useFormats } from '../../platform/locale.tsx'

/** Names with their numbers and a bar each, the longest of them full. */
export function BarList({
  rows,
}: {
  rows: readonly { key: string; name: string; value: number; said: string }[]
}) {
  const formats = useFormats()
  const most = Math.max(1, ...rows.map(({ value }) => value))
  return (
    <ul className="cockpit-bars">
      {rows.map(({ key, name, value, said }) => (
        <li key={key}>
          <span className="cockpit-bar-name">{name}</span>
          <span className="cockpit-track" aria-hidden>
            <span style={{ width: `${(value / most) * 100}%` }} />
          </span>
          <span className="cockpit-bar-value">
            <span aria-hidden>{formats.number(value)}</span>
            <span className="visually-hidden">{said}</span>
          </span>
        </li>
      ))}
    </ul>
  )
}
