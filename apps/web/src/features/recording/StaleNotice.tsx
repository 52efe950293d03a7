import { Button, Group } from '@mantine/core'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useWords } from '../../ui/words.ts'
import type { FormContent } from './form-content.ts'
import type { Theirs } from './outbox-item.ts'
import { useRecordingText } from './text.ts'

/** Somebody changed the record meanwhile: both versions side by side, and the choice. Nothing typed is lost. */
export function StaleNotice({
  mine,
  theirs,
  catalogue,
  onKeepMine,
  onTakeTheirs,
}: {
  mine: FormContent
  theirs: Theirs
  catalogue: readonly { code: string; name: string; unit: string }[]
  onKeepMine: () => void
  onTakeTheirs: () => void
}) {
  const text = useRecordingText()
  const words = useWords()
  const lines = (content: FormContent): [string, string][] => [
    [text('day'), content.day],
    [text('kind'), words.kind(content.kind)],
    [text('area'), content.area ? words.area(content.area) : ''],
    [text('titleField'), content.title],
    [text('words'), content.words],
    [text('headCount'), content.headCount],
    [text('hoursEach'), content.hoursEach],
    ...content.outputs.map(({ indicatorCode, quantity }): [string, string] => {
      const indicator = catalogue.find(({ code }) => code === indicatorCode)
      return [indicator?.name ?? indicatorCode, `${quantity} ${indicator?.unit ?? ''}`]
    }),
  ]
  const [own, others] = [new Map(lines(mine)), new Map(lines(theirs.content))]
  return (
    <FailureNotice color="yellow" title={text('staleTitle')}>
      <div>{text('staleHint', { status: words.status(theirs.status) })}</div>
      <section
        className="table-scroll"
        tabIndex={0}
        aria-label={text('staleTitle')}
        style={{ background: '#fff', borderRadius: 6, marginTop: 8 }}
      >
        <table className="data-table">
          <thead>
            <tr>
              <th scope="col">{text('field')}</th>
              <th scope="col">{text('mine')}</th>
              <th scope="col">{text('theirs')}</th>
            </tr>
          </thead>
          <tbody>
            {[...new Set([...own.keys(), ...others.keys()])].map((name) => (
              <tr
                key={name}
                style={own.get(name) === others.get(name) ? {} : { background: '#ffeab0' }}
              >
                <th scope="row">{name}</th>
                <td className="wrap">{own.get(name)}</td>
                <td className="wrap">{others.get(name)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {theirs.refusal !== null && <div style={{ marginTop: 8 }}>{theirs.refusal}</div>}
      <Group mt="sm">
        <Button onClick={onKeepMine} disabled={theirs.refusal !== null}>
          {text('keepMine')}
        </Button>
        <Button variant="default" onClick={onTakeTheirs}>
          {text('takeTheirs')}
        </Button>
      </Group>
    </FailureNotice>
  )
}
