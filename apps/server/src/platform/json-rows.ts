/**
 * Rows as one JSON array in UTF-8, for `${jsonRows(rows)}::text::jsonb`. As one text it would be of the large objects,
 * which stay in memory until all of it is gone through: of a long list of batches every one.
 */
export function jsonRows(rows: readonly unknown[]): Buffer {
  const parts = rows.map((row, index) =>
    Buffer.from(`${index === 0 ? '' : ','}${JSON.stringify(row)}`),
  )
  return Buffer.concat([Buffer.from('['), ...parts, Buffer.from(']')])
}
