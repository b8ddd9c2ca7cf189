import { href } from '../../core/root'
import { w } from '../../words'

/** The way to what tells this service, and to what it tells. */
export function Programs() {
  const p = w.programs
  return (
    <section class="box stack">
      <h2>
        <a href={href('/servers')}>{p.servers}</a>
      </h2>
      <p class="m">{p.serversLead}</p>
      <h2>
        <a href={href('/webhooks')}>{p.webhooks}</a>
      </h2>
      <p class="m">{p.webhooksLead}</p>
    </section>
  )
}
