import { me } from '../core/session'
import { preferLanguage, preferTheme } from '../core/preferences'
import { sentence } from '../core/problem'
import { theme } from '../core/theme'
import { complain } from '../core/toasts'
import { Heading } from '../ui/heading'
import { LANGUAGES, type Language, language, w } from '../words'
import { Password, Profile, Removal } from './account/profile'
import { Programs } from './account/programs'
import { Sessions } from './account/sessions'
import { Tokens } from './account/tokens'

async function choose(prefer: () => Promise<void>): Promise<void> {
  try {
    await prefer()
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
            <div class="field">
              <span>{w.nav.theme}</span>
              <span class="seg" role="group" aria-label={w.nav.theme}>
                {(['auto', 'light', 'dark'] as const).map((one) => (
                  <button
                    key={one}
                    type="button"
                    aria-pressed={theme.value === one}
                    onClick={() => void choose(() => preferTheme(one))}
                  >
                    {w.nav.themes[one]}
                  </button>
                ))}
              </span>
            </div>
            <div class="field">
              <span>{w.nav.language}</span>
              <span class="seg" role="group" aria-label={w.nav.language}>
                {(Object.keys(LANGUAGES) as Language[]).map((one) => (
                  <button
                    key={one}
                    type="button"
                    lang={one}
                    aria-pressed={language.value === one}
                    onClick={() => void choose(() => preferLanguage(one))}
                  >
                    {LANGUAGES[one]}
                  </button>
                ))}
              </span>
            </div>
          </section>
          <Password />
        </div>
        <Sessions />
        <Tokens isAdmin={user.role === 'admin'} />
        <Programs />
        <Removal />
      </div>
    </>
  )
}
