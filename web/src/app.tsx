import type { ComponentType } from 'preact'
import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import { sentence } from './core/problem'
import { go, match, place } from './core/router'
import { me } from './core/session'
import { ROUTES, type ScreenProps } from './routes'
import { Bars } from './ui/bars'
import { Keys } from './ui/keys'
import { Shell } from './ui/shell'
import { SignInAgain } from './ui/sign-in-form'
import { Empty, Failure } from './ui/states'
import { href } from './core/root'
import { w } from './words'

const loaded = new Map<string, ComponentType<ScreenProps>>()
const scrolled = new Map<string, number>()

const addressOf = () => place.value.path + (place.value.query.size ? `?${place.value.query}` : '')

export function App() {
  const route = ROUTES.find(({ pattern }) => match(pattern, place.value.path))
  const needsAccount = Boolean(route && !route.isPublic)
  useEffect(() => {
    if (me.value === null && needsAccount) go(`/sign-in?next=${encodeURIComponent(addressOf())}`, { replace: true })
  }, [me.value, needsAccount])
  return (
    <>
      <Shell>
        {!route ? <NotFound /> : needsAccount && !me.value ? null : <Loaded key={place.value.path} pattern={route.pattern} />}
      </Shell>
      <Bars />
      <Keys />
      <SignInAgain />
    </>
  )
}

function Loaded({ pattern }: { pattern: string }) {
  const route = ROUTES.find((one) => one.pattern === pattern)
  const [Screen, setScreen] = useState<ComponentType<ScreenProps> | undefined>(() => loaded.get(pattern))
  const [error, setError] = useState<unknown>(null)
  useEffect(() => {
    if (Screen) return
    route?.load().then(
      (module) => {
        loaded.set(pattern, module.default)
        setScreen(() => module.default)
      },
      (reason: unknown) => setError(reason),
    )
  }, [])
  useScroll(Boolean(Screen))
  if (error) return <Failure error={new Error(sentence(error))} retry={() => location.reload()} />
  return Screen ? <Screen parts={match(pattern, place.value.path) ?? {}} /> : null
}

/** Scroll there, as soon as what was loaded stands again and the page is long enough. */
function scrollBack(y: number, until: number): void {
  requestAnimationFrame((now) => {
    scrollTo(0, y)
    if (Math.abs(scrollY - y) > 1 && now < until) scrollBack(y, until)
  })
}

/** On the way back to where the page was scrolled; after a link to its head. */
function useScroll(isThere: boolean): void {
  useLayoutEffect(() => {
    if (!isThere) return
    const { by, path } = place.value
    const keyOfPlace = path
    if (by === 'back') scrollBack(scrolled.get(keyOfPlace) ?? 0, performance.now() + 1500)
    else scrollTo(0, 0)
    const note = () => scrolled.set(keyOfPlace, scrollY)
    addEventListener('scroll', note, { passive: true })
    return () => removeEventListener('scroll', note)
  }, [isThere])
}

const NotFound = () => (
  <>
    <h1 class="vh" tabIndex={-1}>
      {w.states.notFound}
    </h1>
    <Empty title={w.states.notFound} text={w.states.notFoundMore}>
      <a class="btn lamp" href={href('/')}>
        {w.states.toHome}
      </a>
    </Empty>
  </>
)
