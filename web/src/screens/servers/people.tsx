import { api } from '../../api/client'
import type { components } from '../../api/schema'
import { ask } from '../../core/asking'
import { sentence } from '../../core/problem'
import { complain } from '../../core/toasts'
import { Field } from '../../ui/field'
import { Form } from '../../ui/form'
import { useLoad } from '../../ui/load'
import { w } from '../../words'

type Server = components['schemas']['MediaServer']
type Role = components['schemas']['PersonRole']

/** The server's users: those who were named, and those whose messages came. */
export function People({
  server,
  change,
}: {
  server: Server
  change: (body: { people_map: Record<string, Role> }) => Promise<void>
}) {
  const p = w.programs
  const { value } = useLoad(`people ${server.id}`, (signal) =>
    ask(
      () =>
        api.GET('/api/v1/integrations/servers/{server_id}/events', {
          params: { path: { server_id: server.id }, query: { limit: 100 } },
          signal,
        }),
      signal,
    ),
  )
  const named = new Map(Object.keys(server.people_map).map((name) => [name.toLowerCase(), name]))
  for (const { person } of value?.items ?? [])
    if (person && !named.has(person.toLowerCase())) named.set(person.toLowerCase(), person)
  const put = (name: string, role: Role) => change({ people_map: { ...server.people_map, [name]: role } })
  const choose = (name: string, role: Role) => void put(name, role).catch((error: unknown) => complain(sentence(error)))
  return (
    <section class="box stack">
      <h2>{p.people}</h2>
      <p class="m s">{p.peopleMore}</p>
      <ul class="plain lines">
        {[...named.values()].map((name) => (
          <li key={name} class="row wrap">
            <b class="cut">{name}</b>
            <span class="seg push" role="group" aria-label={name}>
              {(['me', 'ignored'] as const).map((role) => (
                <button
                  key={role}
                  type="button"
                  aria-pressed={server.people_map[name] === role}
                  onClick={() => choose(name, role)}
                >
                  {p[role]}
                </button>
              ))}
            </span>
          </li>
        ))}
        {!named.size && <li class="m s">{p.noPeople}</li>}
      </ul>
      <Form key={named.size} send={({ person = '' }) => put(person.trim(), 'me')} submit={p.add}>
        <Field label={p.addPerson} name="person" required maxLength={200} autocomplete="off" />
      </Form>
    </section>
  )
}
