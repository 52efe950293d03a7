import { readFileSync, writeFileSync } from 'node:fs'

/** Linux keeps the highest resident memory of a process, and forgets it when told. */
export function resetPeak(processId: number): void {
  writeFileSync(`/proc/${processId}/clear_refs`, '5')
}
/** The highest resident memory of the process since, in megabytes. */
export function peakOf(processId: number): number {
  const status = readFileSync(`/proc/${processId}/status`, 'utf8')
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
}
