import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { sentence } from './core/problem'
import { clash } from './core/clash'
import { dated } from './core/dated'
import { go, match, place } from './core/router'
import { me } from './core/session'
import { ROUTES, type ScreenProps } from './routes'
import { Bars } from './ui/bars'
import { Keys } from './ui/keys'
import { Shell } from './ui/shell'
import { SignInAgain } from './ui/sign-in-form'
import { Empty, Failure } from './ui/states'
import { href } from './core/root'
import { useSpot } from './ui/use-spot'
import { w } from './words'

const loaded = new Map<string, ComponentType<ScreenProps>>()

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
        {!route ? (
          <NotFound />
        ) : needsAccount && !me.value ? null : (
          <Loaded key={place.value.path} pattern={route.pattern} />
        )}
      </Shell>
      <Bars />
      <Keys />
      <SignInAgain />
      {dated.value && <Lazy load={() => import('./ui/dated')} given={{ film: dated.value }} />}
      {clash.value && <Lazy load={() => import('./ui/clash')} given={{ of: clash.value }} />}
    </>
  )
}

/** A dialog that is rarely needed comes when it is. */
function Lazy<T extends object>({ load, given }: { load: () => Promise<{ default: ComponentType<T> }>; given: T }) {
  const [Ask, setAsk] = useState<ComponentType<T> | null>(null)
  useEffect(() => void load().then((module) => setAsk(() => module.default)), [])
  return Ask && <Ask {...given} />
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
  useSpot(Boolean(Screen))
  if (error) return <Failure error={new Error(sentence(error))} retry={() => location.reload()} />
  return Screen ? <Screen parts={match(pattern, place.value.path) ?? {}} /> : null
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
