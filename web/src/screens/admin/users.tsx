import { useState } from 'preact/hooks'
import { api } from '../../api/client'
import type { AdminUser } from '../../api/types'
import { act } from '../../core/acting'
import { ask } from '../../core/asking'
import { ago } from '../../core/format'
import { sentence } from '../../core/problem'
import { once } from '../../core/sending'
import { complain } from '../../core/toasts'
import { Dialog } from '../../ui/dialog'
import { Endless } from '../../ui/endless'
import { Field } from '../../ui/field'
import { Form } from '../../ui/form'
import { Icon } from '../../ui/icon'
import { Menu } from '../../ui/menu'
import { Once } from '../../ui/once'
import { Empty } from '../../ui/states'
import { useList } from '../../ui/use-list'
import { w } from '../../words'
import { administering } from '../../words/administering'
import { Overview } from './overview'
import { Removal } from './removal'

/** Accounts: roles, who may sign in, links for new passwords. */
export function Users() {
  const t = administering()
  const [q, setQ] = useState('')
  const [isNew, setNew] = useState(false)
  const [leaving, setLeaving] = useState<AdminUser | null>(null)
  const [link, setLink] = useState<string | null>(null)
  const view = useList<AdminUser, string>(
    'users',
    ({ filter, cursor, signal }) =>
      ask(
        () =>
          api.GET('/api/v1/users', {
            params: { query: { limit: 50, ...(filter ? { q: filter } : {}), ...(cursor ? { cursor } : {}) } },
            signal,
          }),
        signal,
      ),
    q,
  )
  const refresh = () => view.refilter()
  const update = (user: AdminUser, body: { role?: 'user' | 'admin'; is_active?: boolean }) =>
    void act(
      () => api.PATCH('/api/v1/users/{user_id}', { params: { path: { user_id: user.id } }, body }),
      administering().saved,
      refresh,
    )
  const remove = (user: AdminUser) =>
    void act(
      () => api.DELETE('/api/v1/users/{user_id}', { params: { path: { user_id: user.id } } }),
      administering().removed,
      refresh,
    )
  const makeLink = async (user: AdminUser) => {
    try {
      const made = await ask(() =>
        api.POST('/api/v1/users/{user_id}/reset-link', { params: { path: { user_id: user.id } } }),
      )
      setLink(made.link)
    } catch (error) {
      complain(sentence(error))
    }
  }
  const choices = (user: AdminUser) => () => [
    user.role === 'admin'
      ? { label: administering().makeUser, pick: () => update(user, { role: 'user' }) }
      : { label: administering().makeAdmin, pick: () => update(user, { role: 'admin' }) },
    user.is_active
      ? { label: administering().disable, pick: () => update(user, { is_active: false }) }
      : { label: administering().enable, pick: () => update(user, { is_active: true }) },
    { label: administering().resetLink, pick: () => void makeLink(user) },
    { label: administering().removeUser, pick: () => setLeaving(user), isDanger: true },
  ]
  const header = once()
  const create = async ({ username = '', email = '', password = '' }: Record<string, string>) => {
    await ask(() => api.POST('/api/v1/users', { params: { header }, body: { username, email, password } }))
    setNew(false)
    await refresh()
  }
  return (
    <>
      <Overview />
      <div class="row wrap tools">
        <label class="find lf">
          <span class="vh">{administering().searchUsers}</span>
          <Icon name="search" />
          <input
            type="search"
            placeholder={administering().searchUsers}
            onInput={(event) => setQ(event.currentTarget.value.trim())}
          />
        </label>
        <button type="button" class="btn lamp push" onClick={() => setNew(true)}>
          <Icon name="plus" />
          {administering().newUser}
        </button>
      </div>
      <Endless view={view} empty={<Empty title={w.browse.nothing} />}>
        {(users) => (
          <ul class="plain lines">
            {users.map((user) => (
              <li key={user.id} class="row">
                <span class="ava" aria-hidden="true">
                  {user.username.slice(0, 1).toUpperCase()}
                </span>
                <div class="n">
                  <b class="cut">{user.username}</b>
                  <span class="s m cut">{user.email}</span>
                  <span class="s m">
                    {[
                      t.entries(user.entries_count),
                      user.last_seen_at ? t.seen(ago(user.last_seen_at)) : t.neverSeen,
                    ].join(' · ')}
                  </span>
                </div>
                <span class="row push">
                  {user.role === 'admin' && (
                    <span class="pill">
                      <Icon name="shield" />
                      {administering().roles.admin}
                    </span>
                  )}
                  {!user.is_active && <span class="pill">{administering().disabled}</span>}
                  <span class="s m no-phone">{ago(user.created_at)}</span>
                  <Menu class="btn bare sq sm" label={w.common.moreFor(user.username)} choices={choices(user)}>
                    <Icon name="more" />
                  </Menu>
                </span>
              </li>
            ))}
          </ul>
        )}
      </Endless>
      {isNew && (
        <Dialog title={administering().newUser} close={() => setNew(false)}>
          <Form send={create} submit={w.register.submit}>
            <Field label={w.signIn.username} name="username" required autofocus autocomplete="off" />
            <Field label={w.register.email} name="email" type="email" required autocomplete="off" />
            <Field label={w.signIn.password} name="password" type="password" required autocomplete="new-password" />
          </Form>
        </Dialog>
      )}
      {leaving && (
        <Removal
          user={leaving}
          close={() => setLeaving(null)}
          remove={() => {
            setLeaving(null)
            remove(leaving)
          }}
        />
      )}
      {link && (
        <Dialog title={administering().resetLink} close={() => setLink(null)}>
          <Once label={administering().resetMore} text={link} />
        </Dialog>
      )}
    </>
  )
}
