import { me } from '../core/session'
import { preferTheme } from '../core/preferences'
import { sentence } from '../core/problem'
import { type Theme, theme } from '../core/theme'
import { complain } from '../core/toasts'
import { Heading } from '../ui/heading'
import { w } from '../words'
import { Password, Profile, Removal } from './account/profile'
import { Sessions } from './account/sessions'
import { Tokens } from './account/tokens'

async function choose(one: Theme): Promise<void> {
  try {
    await preferTheme(one)
  } catch (error) {
    complain(sentence(error))
  }
}

export default function Account() {
  const user = me.value
  if (!user) return null
  return (
    <>
      <div class="ttl">
        <Heading title={w.account.title} />
        <p class="m">{`${user.username} · ${user.email}`}</p>
      </div>
      <div class="g2 account">
        <Profile user={user} />
        <div class="stack">
          <section class="box stack">
            <h2>{w.account.preferences}</h2>
            <span class="seg" role="group" aria-label={w.nav.theme}>
              {(['auto', 'light', 'dark'] as const).map((one) => (
                <button key={one} type="button" aria-pressed={theme.value === one} onClick={() => void choose(one)}>
                  {w.nav.themes[one]}
                </button>
              ))}
            </span>
          </section>
          <Password />
        </div>
        <Sessions />
        <Tokens isAdmin={user.role === 'admin'} />
        <Removal />
      </div>
    </>
  )
}
