import { useState } from 'preact/hooks'
import { api } from '../../api/client'
import type { User } from '../../api/types'
import { ask } from '../../core/asking'
import { href } from '../../core/root'
import { once } from '../../core/sending'
import { me, showSignedOut } from '../../core/session'
import { say } from '../../core/toasts'
import { Field } from '../../ui/field'
import { Form, passwordOrReason } from '../../ui/form'
import { Icon } from '../../ui/icon'
import { w } from '../../words'

const zones = (): readonly string[] => ('supportedValuesOf' in Intl ? Intl.supportedValuesOf('timeZone') : [])

export function Profile({ user }: { user: User }) {
  const send = async (texts: Record<string, string>) => {
    const body = {
      username: texts.username ?? '',
      email: texts.email ?? '',
      first_name: texts.first_name || null,
      last_name: texts.last_name || null,
      time_zone: texts.time_zone ?? user.time_zone,
    }
    me.value = await ask(() => api.PATCH('/api/v1/auth/me', { body }))
    say(w.account.saved)
  }
  return (
    <section class="box stack">
      <h2>{w.account.profile}</h2>
      <Form send={send} submit={w.common.save}>
        <Field
          label={w.signIn.username}
          name="username"
          required
          defaultValue={user.username}
          autocomplete="username"
        />
        <Field
          label={w.register.email}
          name="email"
          type="email"
          required
          defaultValue={user.email}
          autocomplete="email"
        />
        <Field
          label={w.register.firstName}
          name="first_name"
          defaultValue={user.first_name ?? ''}
          autocomplete="given-name"
        />
        <Field
          label={w.account.lastName}
          name="last_name"
          defaultValue={user.last_name ?? ''}
          autocomplete="family-name"
        />
        <Field label={w.account.timeZone} name="time_zone" required defaultValue={user.time_zone} list="zones" />
        <datalist id="zones">
          {zones().map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
      </Form>
    </section>
  )
}

export function Password() {
  const [round, setRound] = useState(0)
  const header = once()
  const send = async ({ current = '', next = '' }: Record<string, string>) => {
    await ask(() =>
      api.POST('/api/v1/auth/change-password', {
        params: { header },
        body: { current_password: current, new_password: next },
      }),
    )
    say(w.account.changed)
    setRound(round + 1)
  }
  return (
    <section class="box stack">
      <h2>{w.account.password}</h2>
      <Form key={round} send={send} submit={w.account.change} explain={passwordOrReason}>
        <Field label={w.account.current} name="current" type="password" required autocomplete="current-password" />
        <Field
          label={w.account.next}
          name="next"
          type="password"
          required
          autocomplete="new-password"
          hint={w.register.passwordHint}
        />
      </Form>
    </section>
  )
}

export function Removal() {
  const send = async ({ password = '' }: Record<string, string>) => {
    await ask(() => api.DELETE('/api/v1/auth/me', { body: { password } }))
    showSignedOut()
    say(w.account.deleted)
  }
  return (
    <section class="box stack">
      <h2>{w.account.remove}</h2>
      <p class="m">{w.account.removeMore}</p>
      <details>
        <summary>{w.account.remove}</summary>
        <p class="row wrap">
          <a class="btn sm" href={href('/export')}>
            <Icon name="download" />
            {w.imports.toExport}
          </a>
        </p>
        <Form send={send} submit={w.account.removeSubmit} explain={passwordOrReason}>
          <Field label={w.signIn.password} name="password" type="password" required autocomplete="current-password" />
        </Form>
      </details>
    </section>
  )
}
