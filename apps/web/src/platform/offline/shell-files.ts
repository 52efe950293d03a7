/** What the build says of a file of scripts. */
export type BuiltFile = {
  name: string
  isPage: boolean
  /** The module that it was split off for, where it is fetched for one and not only shared by others. */
  fetchedFor: string | null
  imports: readonly string[]
  styles: readonly string[]
}

/** What somebody can do without a network: come in, and record. All languages, since the next reader may use another. */
const keptModules =
  /\/src\/(routes|ui|platform|features\/(recording|[\w-]+\/messages))\/|\/accounts\/(SignInPage|SignOutOwed|UnsentDialog|SessionEndedDialog)\.|\/(@mantine\/notifications|graphql-sse)\//

/** The files that must be on the device for the page and the recording form to open: each with all that it imports. */
export function shellFiles(built: readonly BuiltFile[]): string[] {
  const byName = new Map(built.map((file) => [file.name, file]))
  const found = new Set<string>()
  const add = (name: string) => {
    if (found.has(name)) return
    found.add(name)
    const file = byName.get(name)
    for (const style of file?.styles ?? []) found.add(style)
    for (const imported of file?.imports ?? []) add(imported)
  }
  for (const { name, isPage, fetchedFor } of built)
    if (isPage || (fetchedFor !== null && keptModules.test(fetchedFor))) add(name)
  return [...found].toSorted()
}
