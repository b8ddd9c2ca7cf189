import { useState } from 'preact/hooks'
import { api } from '../../api/client'
import type { MediaType } from '../../api/types'
import { sayWithWayBack } from '../../core/acting'
import { ask } from '../../core/asking'
import { go } from '../../core/router'
import { once } from '../../core/sending'
import { changes } from '../../core/viewers'
import type { Step } from '../../core/ways-back'
import { Dialog } from '../../ui/dialog'
import { Field } from '../../ui/field'
import { Form } from '../../ui/form'
import { w } from '../../words'

const KINDS: readonly MediaType[] = ['movie', 'show', 'anime']

/** Makes a title of the person's own, planned, for what neither the catalogue nor a provider has. */
export function ByHand({ q, kind: given, close }: { q: string; kind: MediaType | null; close: () => void }) {
  const t = w.viewing
  const [kind, setKind] = useState<MediaType>(given ?? 'movie')
  const header = once()
  const send = async ({ title = '', year = '' }: Record<string, string>) => {
    const name = title.trim()
    const media = { source: 'own', external_id: header['Idempotency-Key'], media_type: kind, title: name }
    const entry = await ask(() =>
      api.POST('/api/v1/watchlist', { params: { header }, body: { media, status: 'planned' } as never }),
    )
    const path = { title_id: entry.title.id }
    if (/^\d{4}$/.test(year)) {
      const body = { release_date: `${year}-01-01`, release_date_precision: 'year' as const }
      await ask(() => api.PATCH('/api/v1/titles/{title_id}', { params: { path }, body }))
    }
    const back: Step = { method: 'delete', path: `/api/v1/watchlist/${entry.id}` }
    await sayWithWayBack(w.did.status(name, w.statuses.planned), [back], () => changes.value++)
    go(`/titles/${entry.title.id}`)
  }
  return (
    <Dialog title={t.addByHand} close={close}>
      <p class="m s">{t.byHandMore}</p>
      <Form send={send} submit={t.addByHand}>
        <Field label={w.list.columns.title} name="title" required maxLength={500} defaultValue={q} autofocus />
        <div class="row wrap" role="group" aria-label={w.browse.kind}>
          {KINDS.map((one) => (
            <button key={one} type="button" class="chip" aria-pressed={kind === one} onClick={() => setKind(one)}>
              {w.kinds[one]}
            </button>
          ))}
        </div>
        <Field
          label={t.year}
          name="year"
          inputmode="numeric"
          pattern="[12][0-9]{3}"
          maxLength={4}
          placeholder={String(new Date().getFullYear())}
        />
      </Form>
    </Dialog>
  )
}
