import { useState } from 'preact/hooks'
import { api } from '../../api/client'
import type { components } from '../../api/schema'
import { ask } from '../../core/asking'
import { href } from '../../core/root'
import { Dialog } from '../../ui/dialog'
import { Field } from '../../ui/field'
import { Form } from '../../ui/form'
import { Once } from '../../ui/once'
import { w } from '../../words'

type Kind = components['schemas']['ServerKind']
type Created = components['schemas']['CreatedMediaServer']

/** Adds a server, then shows its address once, with what to do with it. */
export function AddServer({ close, added }: { close: () => void; added: () => void }) {
  const p = w.programs
  const [made, setMade] = useState<Created | null>(null)
  const send = async (texts: Record<string, string>) => {
    const people = texts.person ? { [texts.person]: 'me' as const } : {}
    setMade(
      await ask(() =>
        api.POST('/api/v1/integrations/servers', {
          body: { kind: texts.kind as Kind, name: texts.name ?? '', people_map: people },
        }),
      ),
    )
    added()
  }
  if (made) {
    return (
      <Dialog title={p.serverAdded} close={close} wide>
        <Once label={p.address} text={made.url} />
        <ol class="steps">
          {p.steps[made.kind]?.map((step) => (
            <li key={step}>{step}</li>
          ))}
          <li>{p.play}</li>
        </ol>
        <div class="row wrap">
          <a class="btn lamp" href={href(`/servers/${made.id}`)}>
            {p.toServer}
          </a>
        </div>
      </Dialog>
    )
  }
  return (
    <Dialog title={p.addServer} close={close}>
      <Form send={send} submit={p.add}>
        <fieldset>
          <legend>{p.kind}</legend>
          <div class="row wrap">
            {(Object.keys(p.kinds) as Kind[]).map((kind) => (
              <label key={kind} class="opt">
                <input type="radio" name="kind" value={kind} required defaultChecked={kind === 'jellyfin'} />
                <span>{p.kinds[kind]}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <Field label={p.name} name="name" required maxLength={200} hint={p.nameHint} />
        <Field label={p.yourName} name="person" maxLength={200} hint={p.yourNameHint} autocomplete="off" />
      </Form>
    </Dialog>
  )
}
