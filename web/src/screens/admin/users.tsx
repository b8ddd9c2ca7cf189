import { useState } from 'preact/hooks'
import { api } from '../../api/client'
import type { AdminUser } from '../../api/types'
import { act } from '../../core/acting'
import { ask } from '../../core/asking'
import { number } from '../../core/format'
import { sentence } from '../../core/problem'
import { once } from '../../core/sending'
import { complain } from '../../core/toasts'
import { Dialog } from '../../ui/dialog'
import { Endless } from '../../ui/endless'
import { Field } from '../../ui/field'
import { Form } from '../../ui/form'
import { Icon } from '../../ui/icon'
import { Once } from '../../ui/once'
import { useSure } from '../../ui/sure'
import { Empty, Failure, Late } from '../../ui/states'
import { w } from '../../words'
import { Latest, Overview } from './overview'
import { GROUPS, type Group, useOverview, useUsers } from './user-list'
import { UserTable } from './user-table'

/** How the service is, its accounts (roles, who may sign in, links for new passwords), and what happened last. */
export function Users() {
  const t = w.administering
  const [q, setQ] = useState('')
  const [group, setGroup] = useState<Group>('all')
  const [isNew, setNew] = useState(false)
  const [sure, askFirst] = useSure()
  const [link, setLink] = useState<string | null>(null)
  const view = useUsers(q, group)
  const overview = useOverview()
  const counts = overview.value?.counts
  const refresh = async () => {
    await Promise.all([view.refilter(), overview.reload()])
  }
  const update = (user: AdminUser, body: { role?: 'user' | 'admin'; is_active?: boolean }) =>
    void act(
      () => api.PATCH('/api/v1/users/{user_id}', { params: { path: { user_id: user.id } }, body }),
      t.saved,
      refresh,
    )
  const remove = (user: AdminUser) =>
    askFirst({
      title: t.removeSure(user.username),
      text: t.removeMore,
      label: t.removeUser,
      act: () =>
        void act(
          () => api.DELETE('/api/v1/users/{user_id}', { params: { path: { user_id: user.id } } }),
          t.removed,
          refresh,
        ),
    })
  const makeLink = async (user: AdminUser) => {
    try {
      const params = { path: { user_id: user.id } }
      setLink((await ask(() => api.POST('/api/v1/users/{user_id}/reset-link', { params }))).link)
    } catch (error) {
      complain(sentence(error))
    }
  }
  const choices = (user: AdminUser) => () => [
    user.role === 'admin'
      ? { label: t.makeUser, pick: () => update(user, { role: 'user' }) }
      : { label: t.makeAdmin, pick: () => update(user, { role: 'admin' }) },
    user.is_active
      ? { label: t.disable, pick: () => update(user, { is_active: false }) }
      : { label: t.enable, pick: () => update(user, { is_active: true }) },
    { label: t.resetLink, pick: () => void makeLink(user) },
    { label: t.removeUser, pick: () => remove(user), isDanger: true },
  ]
  const header = once()
  const create = async ({ username = '', email = '', password = '' }: Record<string, string>) => {
    await ask(() => api.POST('/api/v1/users', { params: { header }, body: { username, email, password } }))
    setNew(false)
    await refresh()
  }
  return (
    <>
      {overview.value ? (
        <Overview facts={overview.value.facts} />
      ) : overview.error ? (
        <Failure error={overview.error} retry={() => void overview.reload()} />
      ) : (
        <Late>
          <div class="box health bone" />
        </Late>
      )}
      <div class="two-thirds">
        <div>
          <div class="row wrap tools">
            <label class="find lf">
              <span class="vh">{t.searchUsers}</span>
              <Icon name="search" />
              <input
                type="search"
                placeholder={t.searchUsers}
                onInput={(event) => setQ(event.currentTarget.value.trim())}
              />
            </label>
            {(Object.keys(GROUPS) as Group[]).map((one) => (
              <button key={one} type="button" class="chip" aria-pressed={one === group} onClick={() => setGroup(one)}>
                {t.groups[one]} {counts && <b>{number(counts[one])}</b>}
              </button>
            ))}
            <button type="button" class="btn lamp push" onClick={() => setNew(true)}>
              <Icon name="plus" />
              {t.newUser}
            </button>
          </div>
          <Endless view={view} empty={<Empty title={t.noUsers} text={t.noUsersMore} />}>
            {(users) => <UserTable users={users} choices={choices} />}
          </Endless>
          {counts?.admins === 1 && (
            <p class="m s last-admin">
              <Icon name="warn" /> {t.lastAdmin}
            </p>
          )}
        </div>
        {overview.value && <Latest facts={overview.value.facts} />}
      </div>
      {isNew && (
        <Dialog title={t.newUser} close={() => setNew(false)}>
          <Form send={create} submit={w.register.submit}>
            <Field label={w.signIn.username} name="username" required autofocus autocomplete="off" />
            <Field label={w.register.email} name="email" type="email" required autocomplete="off" />
            <Field label={w.signIn.password} name="password" type="password" required autocomplete="new-password" />
          </Form>
        </Dialog>
      )}
      {sure}
      {link && (
        <Dialog title={t.resetLink} close={() => setLink(null)}>
          <Once label={t.resetMore} text={link} />
        </Dialog>
      )}
    </>
  )
}
