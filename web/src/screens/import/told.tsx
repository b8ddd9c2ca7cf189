import { number } from '../../core/format'
import type { Import, Row } from '../../core/imports'
import { w } from '../../words'

/** What a person should know of the file: what it lacks, what was not read. */
export function Told({ one }: { one: Import }) {
  const t = w.importing
  const unread = one.members.filter((member) => !member.read).map((member) => member.name)
  if (!one.warnings.length && !unread.length) return null
  return (
    <ul class="s m told">
      {one.warnings.map((warning) => (
        <li key={`${warning.code} ${warning.member}`}>
          {[warning.member, t.told[warning.code]].filter(Boolean).join(': ')}
          <br />
          <span lang="en">{warning.detail}</span>
        </li>
      ))}
      {unread.length > 0 && <li>{t.unread(unread.join(', '))}</li>}
    </ul>
  )
}

/** What a commit added, in words. */
export function writtenBy(one: Import): string {
  const names = w.importing.written
  return Object.entries(names)
    .map(([name, [single, many]]) => ({ count: one.written[name] ?? 0, single, many }))
    .filter(({ count }) => count)
    .map(({ count, single, many }) => `${number(count)} ${count === 1 ? single : many}`)
    .join(', ')
}

/** Why a row is not taken, and what of it is not taken as it stands. */
export function reasonsOf({ reason, warnings }: Row): string[] {
  const t = w.importing
  const told = warnings.map(({ field, code }) => `${t.fields[field] ?? field}: ${t.warnings[code] ?? code}`)
  const isTold = reason === null || warnings.some(({ field }) => field === reason)
  return isTold ? told : [t.reasons[reason] ?? reason, ...told]
}

/** The name of a result; once an import is taken over or back, what became of it. */
export const resultOf = (result: string, state: string): string =>
  w.importing.became[state]?.[result] ?? w.imports.kinds[result] ?? result
