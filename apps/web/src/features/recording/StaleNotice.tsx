import { Button, Group } from '@mantine/core'
import type { RecordedContentFragment } from '../../generated/graphql.ts'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { useWords } from '../../ui/words.ts'
import { contentOf } from './form-content.ts'
import type { FormContent } from './form-content.ts'
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
  theirs: RecordedContentFragment
  catalogue: readonly { code: string; name: string; unit: string }[]
  onKeepMine: () => void
  onTakeTheirs: () => void
}) {
  const text = useRecordingText()
  const words = useWords()
  const other = contentOf(theirs)
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
  const [own, others] = [new Map(lines(mine)), new Map(lines(other))]
  return (
    <FailureNotice color="yellow" title={text('staleTitle')}>
      <div>{text('staleHint', { status: words.status(theirs.status) })}</div>
      <section className="table-scroll" tabIndex={0} aria-label={text('staleTitle')}>
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
                style={own.get(name) === others.get(name) ? {} : { background: '#fff7df' }}
              >
                <th scope="row">{name}</th>
                <td className="wrap">{own.get(name)}</td>
                <td className="wrap">{others.get(name)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <Group mt="sm">
        <Button onClick={onKeepMine}>{text('keepMine')}</Button>
        <Button variant="default" onClick={onTakeTheirs}>
          {text('takeTheirs')}
        </Button>
      </Group>
    </FailureNotice>
  )
}
