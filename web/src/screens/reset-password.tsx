import { useState } from 'preact/hooks'
import { api } from '../api/client'
import { ask } from '../core/asking'
import { go } from '../core/router'
import { say } from '../core/toasts'
import { Field } from '../ui/field'
import { Form } from '../ui/form'
import { Heading } from '../ui/heading'
import { Empty } from '../ui/states'
import { w } from '../words'

export default function ResetPassword() {
  // Read once: the token stands behind the #, which no server and no log sees.
  const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get('token'))
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
          <Form send={send} submit={w.reset.submit}>
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
      </div>
    </div>
  )
}
