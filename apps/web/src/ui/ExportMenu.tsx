import type { ExportFilter, ExportTableName } from '@gongjian/domain/export-filters'
import { Button, Menu } from '@mantine/core'
import { exportPath } from '../paths.ts'
import { useUiText } from './text.ts'

/** Any table as .xlsx or .csv, with the filters of the page. */
export function ExportMenu<Table extends ExportTableName, Filter extends object>({
  table,
  filter,
}: {
  table: Table
  filter: Filter & ExportFilter<Table, Filter>
}) {
  const text = useUiText()
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="default">{text('export')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(['xlsx', 'csv'] as const).map((format) => (
          <Menu.Item key={format} component="a" href={exportPath(table, format, filter)} download>
            {text(`export_${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
