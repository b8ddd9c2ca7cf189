import type { ComponentChildren } from 'preact'
import { href } from '../core/root'
import { go, place } from '../core/router'
import { me } from '../core/session'
import { setTheme, theme, type Theme } from '../core/theme'
import { w } from '../words'
import { CopyBar, WaitingBar } from './bars'
import { Icon, type IconName } from './icon'
import { type Choice, Menu } from './menu'
import { isPhone, windowWidth } from './scale'
import { SearchBox } from './search-box'
import { Leaving, leave, Refused } from './unsent'
import { wishToSearch } from './search-wish'

type Screen = [path: string, label: string, icon: IconName]
const nav = (): Screen[] => [
  ['/', w.nav.home, 'home'],
  ['/browse', w.nav.browse, 'search'],
  ['/list', w.nav.list, 'list'],
  ['/discover', w.nav.discover, 'compass'],
  ['/calendar', w.nav.calendar, 'cal'],
  ['/statistics', w.nav.statistics, 'stats'],
]
/** On a phone these stand below, the others in the menu. */
const IN_TABS: readonly string[] = ['/', '/browse', '/list', '/statistics']
/** Narrower windows, in pixels, may have no room for every link of the head: the menu has them, too. */
const WITH_ALL_LINKS = 1080
const more = (): Screen[] => [
  ['/lists', w.nav.lists, 'lists'],
  ['/activity', w.nav.activity, 'undo'],
  ['/import', w.nav.import, 'upload'],
  ['/export', w.nav.export, 'download'],
  ['/account', w.nav.account, 'user'],
]

const isHere = (path: string) => place.value.path === path || (path !== '/' && place.value.path.startsWith(`${path}/`))
const current = (path: string) => (isHere(path) ? ('page' as const) : undefined)

const Lamp = () => (
  <svg viewBox="0 0 28 28" aria-hidden="true">
    <rect width="28" height="28" rx="7" fill="#15233f" />
    <path d="M14 12 28 5v14z" fill="#f6a823" opacity=".55" />
    <path d="M14 12 0 5v14z" fill="#f6a823" opacity=".28" />
    <circle cx="14" cy="12" r="5" fill="#f6a823" />
    <path d="M11 19h6l1.500 9h-9z" fill="#fdf6e9" />
  </svg>
)

const labelled = (icon: IconName, label: string) => (
  <>
    <Icon name={icon} />
    {label}
  </>
)

function moreChoices(): Choice[] {
  const admin = me.value?.role === 'admin' ? ([['/admin', w.nav.admin, 'shield']] as const) : []
  const beside = windowWidth() <= WITH_ALL_LINKS ? nav().filter(([path]) => !isPhone() || !IN_TABS.includes(path)) : []
  const screens = (me.value ? [...beside, ...more(), ...admin] : []).map(([path, label, icon]) => ({
    label: labelled(icon, label),
    pick: () => go(path),
  }))
  const next: Record<Theme, Theme> = { auto: 'light', light: 'dark', dark: 'auto' }
  const themes: Choice = {
    label: labelled('eye', `${w.nav.theme}: ${w.nav.themes[theme.value]}`),
    pick: () => setTheme(next[theme.value]),
  }
  const account: Choice = me.value
    ? { label: labelled('out', w.nav.signOut), pick: () => void leave() }
    : { label: labelled('user', w.signIn.title), pick: () => go('/sign-in') }
  return [...screens, themes, account]
}

/** Head, navigation and content: the same around every screen. */
export function Shell({ children }: { children: ComponentChildren }) {
  const isWithin = me.value !== null
  const initial = (me.value?.first_name || me.value?.username || '').slice(0, 1).toUpperCase()
  return (
    <>
      <a class="skip" href="#content">
        {w.nav.skip}
      </a>
      <header class="top">
        <div>
          <a class="brand" href={href('/')}>
            <Lamp />
            {w.name}
          </a>
          {isWithin && (
            <nav class="nav" aria-label={w.nav.main}>
              {nav().map(([path, label]) => (
                <a key={path} href={href(path)} aria-current={current(path)}>
                  {label}
                </a>
              ))}
            </nav>
          )}
          {place.value.path === '/browse' ? <span class="find" /> : <SearchBox />}
          <a class="only-phone sq btn bare" href={href('/browse')} aria-label={w.nav.search} onClick={wishToSearch}>
            <Icon name="search" />
          </a>
          <Menu class="ava" label={w.nav.yourAccount} choices={moreChoices}>
            {initial || <Icon name="user" />}
          </Menu>
        </div>
        <WaitingBar />
      </header>
      <main id="content" tabIndex={-1}>
        <CopyBar />
        <Refused />
        {children}
      </main>
      <Leaving />
      {isWithin && (
        <nav class="tabbar" aria-label={`${w.nav.main} `}>
          {nav()
            .filter(([path]) => IN_TABS.includes(path))
            .map(([path, label, icon]) => (
              <a key={path} href={href(path)} aria-current={current(path)}>
                <Icon name={icon} />
                {label}
              </a>
            ))}
          <Menu class="tab" choices={moreChoices}>
            <Icon name="more" />
            {w.nav.more}
          </Menu>
        </nav>
      )}
    </>
  )
}
