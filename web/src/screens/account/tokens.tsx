import { useState } from 'preact/hooks'
import { api } from '../../api/client'
import type { components } from '../../api/schema'
import { act } from '../../core/acting'
import { ask } from '../../core/asking'
import { ago } from '../../core/format'
import { Dialog } from '../../ui/dialog'
import { Field } from '../../ui/field'
import { Form, passwordOrReason } from '../../ui/form'
import { endAfter, Lasting, untilWhen } from '../../ui/lasting'
import { useLoad } from '../../ui/load'
import { Once } from '../../ui/once'
import { Failure } from '../../ui/states'
import { useSure } from '../../ui/sure'
import { w } from '../../words'

type Token = components['schemas']['AppToken']
type Scope = 'read' | 'write:watchlist' | 'write:plays' | 'write:ratings' | 'write:lists' | 'import' | 'admin'

const aboutOf = (token: Token): string =>
  [
    `…${token.token_hint}`,
    token.scopes.map((scope) => w.account.scopeNames[scope] ?? scope).join(', '),
    token.last_used_at ? w.account.lastUsed(ago(token.last_used_at)) : ago(token.created_at),
    untilWhen(token.expires_at),
  ]
    .filter(Boolean)
    .join(' · ')

/** Tokens by which programs use the account, as far as each may. */
export function Tokens({ isAdmin }: { isAdmin: boolean }) {
  const [isNew, setNew] = useState(false)
  const [made, setMade] = useState<string | null>(null)
  const { value, error, reload } = useLoad('tokens', (signal) =>
    ask(() => api.GET('/api/v1/auth/tokens', { params: { query: { limit: 100 } }, signal }), signal),
  )
  const scopes = Object.keys(w.account.scopeNames).filter((scope) => scope !== 'admin' || isAdmin)
  const send = async (texts: Record<string, string>) => {
    const chosen = scopes.filter((scope) => texts[scope] === 'on') as Scope[]
    const token = await ask(() =>
      api.POST('/api/v1/auth/tokens', {
        body: {
          name: texts.name ?? '',
          password: texts.password ?? '',
          scopes: chosen,
          expires_at: endAfter(texts.days),
        },
      }),
    )
    setMade(token.token)
    setNew(false)
    await reload()
  }
  const [sure, askFirst] = useSure()
  const revoke = ({ id, name }: { id: string; name: string }) =>
    askFirst({
      title: w.account.revokeSure(name),
      text: w.account.revokeMore,
      label: w.account.revoke,
      act: () =>
        void act(
          () => api.DELETE('/api/v1/auth/tokens/{token_id}', { params: { path: { token_id: id } } }),
          w.account.revoked,
          reload,
        ),
    })
  return (
    <section class="box stack">
      <h2>{w.account.tokens}</h2>
      <p class="m">{w.account.tokensMore}</p>
      {made && <Once label={w.account.copyToken} text={made} />}
      {error && !value ? <Failure error={error} retry={() => void reload()} /> : null}
      <ul class="plain lines">
        {value?.items.map((token) => (
          <li key={token.id} class="row">
            <div class="n">
              <b class="cut">{token.name}</b>
              <span class="s m">{aboutOf(token)}</span>
            </div>
            <button type="button" class="btn bare sm danger push" onClick={() => revoke(token)}>
              {w.account.revoke}
            </button>
          </li>
        ))}
        {value && !value.items.length && <li class="m">{w.account.noTokens}</li>}
      </ul>
      <button type="button" class="btn" onClick={() => setNew(true)}>
        {w.account.newToken}
      </button>
      {sure}
      {isNew && (
        <Dialog title={w.account.newToken} close={() => setNew(false)}>
          <Form send={send} submit={w.account.newToken} explain={passwordOrReason}>
            <Field label={w.account.tokenName} name="name" required autofocus maxLength={100} />
            <fieldset>
              <legend>{w.account.scopes}</legend>
              {scopes.map((scope) => (
                <label key={scope} class="opt">
                  <input type="checkbox" name={scope} defaultChecked={scope === 'read'} />
                  <span>{w.account.scopeNames[scope]}</span>
                </label>
              ))}
            </fieldset>
            <Lasting />
            <Field label={w.signIn.password} name="password" type="password" required autocomplete="current-password" />
          </Form>
        </Dialog>
      )}
    </section>
  )
}
