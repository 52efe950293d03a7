import { useFormats } from '../platform/locale.tsx'

/** A document as a line to open or save it: its kind, its name, its size. PDF opens beside this page. */
export function DocumentLine({
  fileName,
  mediaType,
  bytes,
  url,
}: {
  fileName: string
  mediaType: string
  bytes: number
  url: string
}) {
  const formats = useFormats()
  const opens = mediaType === 'application/pdf'
  const ending = /\.([^.]+)$/.exec(fileName)?.[1]?.toUpperCase() ?? ''
  const size =
    bytes < 1024 * 1024
      ? `${formats.number(String(Math.max(1, Math.round(bytes / 1024))))} KB`
      : `${formats.number((bytes / 1024 / 1024).toFixed(1))} MB`
  return (
    <a
      className="document-line"
      href={url}
      {...(opens ? { target: '_blank', rel: 'noreferrer' } : { download: fileName })}
    >
      <span className="document-kind" aria-hidden="true">
        {ending}
      </span>
      <span className="wrap">{fileName}</span>
      <span className="document-size">{size}</span>
    </a>
  )
}
