import type { AdminUser } from '../../api/types'
import { ago, number } from '../../core/format'
import { Icon } from '../../ui/icon'
import { type Choice, Menu } from '../../ui/menu'
import { w } from '../../words'

interface Props {
  users: readonly AdminUser[]
  choices: (user: AdminUser) => () => Choice[]
}

const Role = ({ user }: { user: AdminUser }) =>
  user.role === 'admin' ? (
    <span class="pill">
      <Icon name="shield" />
      {w.administering.roles.admin}
    </span>
  ) : (
    <span>{w.administering.roles.user}</span>
  )

const State = ({ user }: { user: AdminUser }) => (
  <span class={user.is_active ? 'st completed' : 'st dropped'}>
    <Icon name={user.is_active ? 'completed' : 'dropped'} />
    {user.is_active ? w.administering.active : w.administering.disabled}
  </span>
)

/** Accounts, a row each. Narrow windows have no columns: what is not as usual stands below the name there. */
export function UserTable({ users, choices }: Props) {
  const t = w.administering
  return (
    <table class="accounts">
      <thead>
        <tr>
          <th>{t.account}</th>
          <th class="no-phone">{t.role}</th>
          <th class="no-phone">{t.state}</th>
          <th class="no-phone">{t.lastSeen}</th>
          <th class="no-phone num">{t.entriesColumn}</th>
          <th>
            <span class="vh">{w.common.more}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {users.map((user) => (
          <tr key={user.id}>
            <td>
              <div class="row">
                <span class="ava" aria-hidden="true">
                  {user.username.slice(0, 1).toUpperCase()}
                </span>
                <div class="n">
                  <b>{user.username}</b>
                  <span class="s m">{user.email}</span>
                  <span class="only-phone s m">
                    {[
                      t.entries(user.entries_count),
                      user.last_seen_at ? t.seen(ago(user.last_seen_at)) : t.neverSeen,
                    ].join(' · ')}
                  </span>
                  {(user.role === 'admin' || !user.is_active) && (
                    <span class="only-phone">
                      <span class="row wrap">
                        {user.role === 'admin' && <Role user={user} />}
                        {!user.is_active && <State user={user} />}
                      </span>
                    </span>
                  )}
                </div>
              </div>
            </td>
            <td class="no-phone">
              <Role user={user} />
            </td>
            <td class="no-phone">
              <State user={user} />
            </td>
            <td class="no-phone s m">{user.last_seen_at ? ago(user.last_seen_at) : t.never}</td>
            <td class="no-phone num">{number(user.entries_count)}</td>
            <td class="num">
              <Menu class="btn bare sq" label={w.common.moreFor(user.username)} choices={choices(user)}>
                <Icon name="more" />
              </Menu>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
