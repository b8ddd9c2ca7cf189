import { useState } from 'preact/hooks'
import { api } from '../../api/client'
import { act } from '../../core/acting'
import { ask } from '../../core/asking'
import { ago } from '../../core/format'
import { href } from '../../core/root'
import { Dialog } from '../../ui/dialog'
import { Field } from '../../ui/field'
import { Form } from '../../ui/form'
import { Icon } from '../../ui/icon'
import { endAfter, Lasting, untilWhen } from '../../ui/lasting'
import { useLoad } from '../../ui/load'
import { Once } from '../../ui/once'
import { useSure } from '../../ui/sure'
import { Bones, Empty, Failure } from '../../ui/states'
import { w } from '../../words'

export function Invitations() {
  const [isNew, setNew] = useState(false)
  const [made, setMade] = useState<string | null>(null)
  const { value, error, reload } = useLoad('invitations', (signal) =>
    ask(() => api.GET('/api/v1/invitations', { params: { query: { limit: 100 } }, signal }), signal),
  )
  const send = async ({ uses = '1', days }: Record<string, string>) => {
    const invitation = await ask(() =>
      api.POST('/api/v1/invitations', { body: { uses: Number(uses), expires_at: endAfter(days) } }),
    )
    setMade(new URL(href(`/register?invitation=${encodeURIComponent(invitation.code)}`), location.href).href)
    setNew(false)
    await reload()
  }
  const [sure, askFirst] = useSure()
  const remove = (id: string) =>
    askFirst({
      title: w.administering.invitationSure,
      text: w.administering.invitationGone,
      label: w.common.delete,
      act: () =>
        void act(
          () => api.DELETE('/api/v1/invitations/{invitation_id}', { params: { path: { invitation_id: id } } }),
          w.administering.removed,
          reload,
        ),
    })
  return (
    <>
      <div class="row tools">
        <button type="button" class="btn lamp push" onClick={() => setNew(true)}>
          <Icon name="plus" />
          {w.administering.newInvitation}
        </button>
      </div>
      {made && <Once label={w.administering.invitationMore} text={made} />}
      {error && !value ? <Failure error={error} retry={() => void reload()} /> : !value && <Bones count={2} />}
      {value && !value.items.length && <Empty title={w.administering.noInvitations} />}
      <ul class="plain lines">
        {value?.items.map((invitation) => (
          <li key={invitation.id} class="row">
            <div>
              {w.administering.used(invitation.used, invitation.uses)}
              <div class="s m">
                {[ago(invitation.created_at), untilWhen(invitation.expires_at)].filter(Boolean).join(' · ')}
              </div>
            </div>
            <button type="button" class="btn bare sm danger push" onClick={() => remove(invitation.id)}>
              {w.common.delete}
            </button>
          </li>
        ))}
      </ul>
      {sure}
      {isNew && (
        <Dialog title={w.administering.newInvitation} close={() => setNew(false)}>
          <Form send={send} submit={w.administering.newInvitation}>
            <Lasting />
            <Field label={w.administering.uses} name="uses" type="number" min={1} max={100} required defaultValue="1" />
          </Form>
        </Dialog>
      )}
    </>
  )
}
