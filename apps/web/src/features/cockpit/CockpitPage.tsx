import './cockpit.css'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { paths } from '../../paths.ts'
import { useFormats } from '../../platform/locale.tsx'
import { pageIsThere } from '../../platform/page-there.ts'
import { useMay, useViewer } from '../../platform/session.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Link } from '../../ui/Link.tsx'
import { Loading } from '../../ui/Loading.tsx'
import { QueryProblem } from '../../ui/QueryProblem.tsx'
import { useUiText } from '../../ui/text.ts'
import { useWords } from '../../ui/words.ts'
import { BarList } from './BarList.tsx'
import { useCockpitText } from './text.ts'
import { useSteadyAnswer } from './use-steady-answer.ts'
import { useWallScreen } from './use-wall-screen.ts'

/** The year on the wall (驾驶舱): countersigned figures alone, readable from five metres, live and calm. */
export function CockpitPage() {
  const may = useMay()
  if (!may('citySummary') || !may('activities')) return <NotForThisRole />
  return <Wall />
}

function NotForThisRole() {
  const ui = useUiText()
  const text = useCockpitText()
  return (
    <main id="main" tabIndex={-1}>
      <EmptyState title={ui('mayNotSee')} action={<Link to={paths.home()}>{text('back')}</Link>} />
    </main>
  )
}

function Wall() {
  const text = useCockpitText()
  const words = useWords()
  const formats = useFormats()
  const viewer = useViewer()
  const navigate = useNavigate()
  const screen = useWallScreen()
  const byZone = viewer.activeAssignment?.organisation.kind === 'CITY_COMMITTEE'
  const { answer, error, lostSince, refetch } = useSteadyAnswer({
    year: viewer.programmeYear,
    by: byZone ? 'ZONE' : 'AGENCY',
    order: byZone ? 'ORGANISATION' : 'VALUE',
  })

  useEffect(() => {
    function key(event: KeyboardEvent) {
      // The browser itself leaves the whole screen by this key; only the next one leaves the page.
      if (event.key === 'Escape' && document.fullscreenElement === null)
        void navigate({ to: paths.home() })
    }
    window.addEventListener('keydown', key)
    return () => window.removeEventListener('keydown', key)
  }, [navigate])

  // The wall has no head that would say so: type and live news would be waited for.
  const isThere = answer !== null
  useEffect(() => {
    if (isThere) pageIsThere()
  }, [isThere])

  if (answer === null)
    return error ? <QueryProblem error={error} onRetry={() => void refetch()} /> : <Loading />
  const { total, areas, months, coverage, signing, breakdown, asOf, year } = answer.citySummary
  const today = viewer.today.slice(0, 7)
  const begun = months.filter(({ month }) => month <= today)
  const [before, latest] = [begun.at(-2), begun.at(-1)]
  const mostInMonth = Math.max(1, ...months.map(({ total: { countersigned } }) => countersigned))
  const records = (count: number) => text('records', { count })
  const figures = [
    { key: 'countersigned', name: text('countersigned'), value: total.countersigned },
    { key: 'personTimes', name: text('personTimes'), value: total.personTimes },
    { key: 'hours', name: text('hours'), value: Math.round(Number(total.hours)) },
    {
      key: 'pairings',
      name: text('livePairings'),
      value: coverage.pairings - coverage.withNothing,
      of: coverage.pairings,
    },
    { key: 'waiting', name: text('waiting'), value: signing.waiting },
  ]

  return (
    <main id="main" className="cockpit" data-shade={screen.shade} tabIndex={-1}>
      <header>
        <h1>{text('title', { city: viewer.city.name, year })}</h1>
        <div className="cockpit-as-of">
          {lostSince === null && <p>{text('asOf', { at: formats.moment(asOf) })}</p>}
          <p role="status">{lostSince !== null && text('lost', { at: formats.moment(asOf) })}</p>
        </div>
        <div className="cockpit-controls">
          <button type="button" onClick={screen.turnShade}>
            {text(screen.shade === 'dark' ? 'light' : 'dark')}
          </button>
          {screen.canBeFull && (
            <button type="button" onClick={screen.turnFull}>
              {text(screen.isFull ? 'leaveFull' : 'full')}
            </button>
          )}
          <button type="button" onClick={() => void navigate({ to: paths.home() })}>
            {text('back')}
          </button>
        </div>
      </header>

      <dl className="cockpit-figures">
        {figures.map(({ key, name, value, of }) => (
          <div key={key}>
            <dt>{name}</dt>
            <dd>
              {formats.number(value)}
              {of !== undefined && (
                <span className="cockpit-of">{text('of', { whole: formats.number(of) })}</span>
              )}
            </dd>
          </div>
        ))}
      </dl>

      <section aria-labelledby="cockpit-areas" className="cockpit-areas">
        <h2 id="cockpit-areas">{text('areas')}</h2>
        <BarList
          rows={areas.map(({ area, total: { countersigned } }) => ({
            key: area,
            name: words.area(area),
            value: countersigned,
            said: records(countersigned),
          }))}
        />
      </section>

      <section aria-labelledby="cockpit-months" className="cockpit-months">
        <h2 id="cockpit-months">{text('months')}</h2>
        <ol>
          {months.map(({ month, total: { countersigned } }) => (
            <li key={month} data-latest={month === latest?.month || undefined}>
              <span className="cockpit-month-value" aria-hidden>
                {countersigned === 0 ? '' : formats.number(countersigned)}
              </span>
              <span className="visually-hidden">{records(countersigned)}</span>
              <span
                className="cockpit-column"
                aria-hidden
                // What the two lines of words leave.
                style={{ height: `calc((100% - 2.7em) * ${countersigned / mostInMonth})` }}
              />
              <span className="cockpit-month-name">{formats.shortMonth(month)}</span>
            </li>
          ))}
        </ol>
        {before !== undefined && latest !== undefined && (
          <p>
            {text('thisMonth', {
              month: formats.shortMonth(latest.month),
              count: formats.number(latest.total.countersigned),
              before: formats.number(before.total.countersigned),
            })}
          </p>
        )}
      </section>

      <section aria-labelledby="cockpit-parts" className="cockpit-parts">
        <h2 id="cockpit-parts">{text(byZone ? 'zones' : 'agencies')}</h2>
        {breakdown.edges.length === 0 ? (
          <p>{text('nobody')}</p>
        ) : (
          <BarList
            rows={breakdown.edges.map(({ node }) => ({
              key: node.id,
              name: node.name,
              value: node.total.countersigned,
              said: records(node.total.countersigned),
            }))}
          />
        )}
      </section>

      <section aria-labelledby="cockpit-latest" className="cockpit-latest">
        <h2 id="cockpit-latest">{text('latest')}</h2>
        {answer.activities.edges.length === 0 ? (
          <p>{text('nothingYet')}</p>
        ) : (
          <ol>
            {answer.activities.edges.map(({ node }) => {
              const [from, to] =
                node.recordingSide === 'AGENCY_SIDE'
                  ? [node.agencySide, node.communitySide]
                  : [node.communitySide, node.agencySide]
              return (
                <li key={node.id}>
                  <span className="cockpit-day">{formats.shortDay(node.day)}</span>
                  <span className="cockpit-title">{node.title}</span>
                  <span className="cockpit-sides">
                    {text('fromTo', { from: from.name, to: to.name })}
                  </span>
                </li>
              )
            })}
          </ol>
        )}
      </section>

      <section aria-labelledby="cockpit-waiting" className="cockpit-waiting">
        <h2 id="cockpit-waiting">{text('longest')}</h2>
        {signing.byOrganisation.length === 0 ? (
          <p>{text('noneWaits')}</p>
        ) : (
          <ol>
            {signing.byOrganisation.map(({ organisation, waiting, oldestDays }) => (
              <li key={organisation.id}>
                <span className="cockpit-title">{organisation.name}</span>
                <span className="cockpit-bar-value">
                  {text('waits', {
                    count: formats.number(waiting),
                    days: formats.number(oldestDays),
                  })}
                </span>
              </li>
            ))}
          </ol>
        )}
        {signing.medianDays !== null && signing.medianDays !== undefined && (
          <p>
            {text('medianDays', { days: formats.number(Math.round(signing.medianDays * 10) / 10) })}
          </p>
        )}
      </section>
    </main>
  )
}
