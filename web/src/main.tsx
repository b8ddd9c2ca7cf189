import { effect } from '@preact/signals'
import { render } from 'preact'
import { App } from './app'
import { tidyAnswers } from './core/answers'
import { askWithin } from './core/asking'
import { watchElsewhere } from './core/elsewhere'
import { startPosterSize } from './core/poster-size'
import { startRouter } from './core/router'
import { beginSending, resumeSending } from './core/sending'
import { askToSignIn, learnAbout, learnWhoIAm, me, showSignedOut } from './core/session'
import { hear } from './core/tabs'
import { startTheme } from './core/theme'
import { showViewer } from './core/viewers'
import { startWorker } from './core/worker'
import { waitingFor } from './ui/bars'
import { keepFocus } from './ui/keep-focus'
import { language, startWords } from './words'
import './styles/index.css'

startTheme()
startPosterSize()
startRouter()
watchElsewhere()
beginSending(() => me.value?.id ?? null)
let resumed: string | undefined
effect(() => {
  const id = me.value?.id
  if (id && id !== resumed) void resumeSending(id)
  resumed = id
})
askWithin({
  signIn: askToSignIn,
  show: (waiting) => {
    waitingFor.value = waiting
  },
})
hear((news) => {
  if (news.kind === 'viewer') showViewer(news.titleId, news.viewer, true)
  else if (news.kind === 'signed-out' && me.value) showSignedOut()
  else if (news.kind === 'signed-in' && !me.value) void learnWhoIAm()
})
/** Drawn anew as a whole when the language changes. */
const Page = () => <App key={language.value} />
void startWords().then(() => render(<Page />, document.getElementById('app') as HTMLElement))
void learnWhoIAm()
void learnAbout()
startWorker()
keepFocus()
setTimeout(() => void tidyAnswers(), 10_000)
