import { paths } from '../../paths.ts'
import { useMay } from '../../platform/session.tsx'
import { Link } from '../../ui/Link.tsx'
import { useLabourText } from './text.ts'

/** The pages of volunteer labour, beside each other. */
export function LabourTabs({ here }: { here: 'campaigns' | 'sessions' | 'volunteers' | 'hours' }) {
  const text = useLabourText()
  const may = useMay()
  const pages = [
    { key: 'campaigns', to: paths.campaigns(), show: may('campaignPlans') },
    { key: 'sessions', to: paths.labourSessions(), show: may('labourSessions') },
    { key: 'volunteers', to: paths.volunteers(), show: may('volunteerTeams') },
    { key: 'hours', to: paths.labourHours(), show: may('labourHours') },
  ] as const
  return (
    <nav
      aria-label={text('pages')}
      className="no-print"
      style={{ display: 'flex', flexWrap: 'wrap', gap: 18, marginBottom: 12 }}
    >
      {pages
        .filter(({ show }) => show)
        .map(({ key, to }) => (
          <Link key={key} to={to} aria-current={key === here ? 'page' : undefined}>
            <span
              style={{
                display: 'inline-block',
                padding: '10px 0',
                fontWeight: key === here ? 700 : 400,
                borderBottom: key === here ? '3px solid currentColor' : '3px solid transparent',
              }}
            >
              {text(`tab_${key}`)}
            </span>
          </Link>
        ))}
    </nav>
  )
}
