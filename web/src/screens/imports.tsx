import { type Import, isRunning, readImports } from '../core/imports'
import { ago } from '../core/format'
import { sentence } from '../core/problem'
import { href } from '../core/root'
import { Heading } from '../ui/heading'
import { Icon } from '../ui/icon'
import { useLoad } from '../ui/load'
import { w } from '../words'
import { Steps } from './import/steps'
import { useFollowing } from './import/following'
import { Upload } from './import/upload'

/** The beginning of an import, and those there were. */
export default function Imports() {
  const { value, error, reload } = useLoad('imports', readImports)
  const earlier = value?.items ?? []
  useFollowing(earlier.some(isRunning), reload)
  return (
    <>
      <div class="row wrap ttl">
        <div class="lead">
          <Heading title={w.imports.title} />
          <p class="m">{w.imports.lead}</p>
        </div>
        <Steps at={0} />
      </div>
      <div class="two-thirds">
        <Upload running={earlier.find(isRunning)} refused={() => void reload()} />
        <aside class="box stack">
          <h2>{w.imports.earlier}</h2>
          {error && !value ? <p class="m">{sentence(error)}</p> : null}
          {value && !earlier.length && <p class="m">{w.imports.none}</p>}
          <ul class="plain lines">
            {earlier.map((one) => (
              <Earlier key={one.id} one={one} />
            ))}
          </ul>
          <a class="btn" href={href('/export')}>
            <Icon name="download" />
            {w.imports.toExport}
          </a>
        </aside>
      </div>
    </>
  )
}

const Earlier = ({ one }: { one: Import }) => (
  <li>
    <a href={href(`/import/${one.id}`)}>{one.file_name}</a>
    <div class="s m">
      {w.imports.states[one.state] ?? one.state} · {w.imports.rows(one.counts.rows ?? 0)} · {ago(one.created_at)}
    </div>
    {isRunning(one) && one.progress && (
      <progress
        max={one.progress.total ?? 1}
        value={one.progress.done}
        aria-label={w.imports.states[one.state] ?? one.state}
      />
    )}
  </li>
)
