import { useEffect, useState } from 'preact/hooks'
import { api } from '../api/client'
import { ask } from '../core/asking'
import { href } from '../core/root'
import { go } from '../core/router'
import { say } from '../core/toasts'
import { Field } from '../ui/field'
import { Form } from '../ui/form'
import { Heading } from '../ui/heading'
import { Empty } from '../ui/states'
import { w } from '../words'

/** It stands behind the #, which no server and no log sees. */
const tokenOfAddress = () => new URLSearchParams(location.hash.slice(1)).get('token')

export default function ResetPassword() {
  const [token, setToken] = useState(tokenOfAddress)
  useEffect(() => {
    // A newer link in the same tab changes nothing but what stands behind the #.
    const look = () => setToken(tokenOfAddress())
    addEventListener('hashchange', look)
    return () => removeEventListener('hashchange', look)
  }, [])
  const send = async ({ password = '' }: Record<string, string>) => {
    await ask(() => api.POST('/api/v1/auth/reset-password', { body: { token: token ?? '', new_password: password } }))
    say(w.reset.done)
    go('/sign-in', { replace: true })
  }
  return (
    <div class="entry">
      <div class="stack">
        <Heading title={w.reset.title} />
        {token ? (
          <Form key={token} send={send} submit={w.reset.submit}>
            <Field
              label={w.reset.password}
              name="password"
              type="password"
              autocomplete="new-password"
              required
              hint={w.register.passwordHint}
            />
          </Form>
        ) : (
          <Empty title={w.reset.noToken} />
        )}
        <p>
          <a href={href('/sign-in')}>{w.register.toSignIn}</a>
        </p>
      </div>
    </div>
  )
}
