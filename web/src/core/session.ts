// Who is signed in. The session is a cookie that no script can read; here is only the account.
import { signal } from '@preact/signals'
import { api } from '../api/client'
import type { About, User } from '../api/types'
import { forgetKept } from './answers'
import { ask } from './asking'
import { forgetDrafts } from './drafts'
import { forgetAll } from './kept'
import { forgetTitles } from './known'
import { takePreferences } from './preferences'
import { ApiError } from './problem'
import { go } from './router'
import { forgetUnsent } from './sending'
import { forgetSpots } from './spots'
import { tell } from './tabs'
import { forgetUndo } from './toasts'
import { forgetTold } from './told'
import { forgetVersions } from './versions'
import { forgetViewers } from './viewers'
import { forgetWaysBack } from './ways-back'

/** The account; null when nobody is signed in, undefined until that is known. */
export const me = signal<User | null | undefined>(undefined)
/** Set while a person must sign in again before a request can go on; tells whether they did. */
export const signingInAgain = signal<((done: boolean) => void) | null>(null)
export const about = signal<About | null>(null)

export async function learnWhoIAm(): Promise<void> {
  try {
    const { data } = await api.GET('/api/v1/auth/session')
    me.value = data?.user ?? null
    if (data && !data.user) await forgetKept()
    if (me.value) await takePreferences()
  } catch {
    // Not reachable: the sign-in page says so at the first try.
    me.value = null
  }
}

export async function learnAbout(): Promise<void> {
  about.value ??= await ask(() => api.GET('/api/v1/about'))
}

export async function signIn(username: string, password: string, remember: boolean): Promise<void> {
  const user = await ask(() => api.POST('/api/v1/auth/session', { body: { username, password, remember } }))
  if (me.value?.id !== user.id) forgetPerson()
  me.value = user
  void takePreferences()
  tell({ kind: 'signed-in' })
}

function forgetPerson(): void {
  forgetAll()
  forgetDrafts()
  forgetSpots()
  forgetTold()
  forgetTitles()
  forgetUndo()
  forgetVersions()
  forgetViewers()
  forgetWaysBack()
  void forgetKept()
}

/** Show that nobody is signed in: here, or as another tab tells. */
export function showSignedOut(): void {
  me.value = null
  forgetPerson()
  void forgetUnsent()
  go('/sign-in', { replace: true })
}

export async function signOut(): Promise<void> {
  try {
    await ask(() => api.DELETE('/api/v1/auth/session'))
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 401)) throw error
  }
  tell({ kind: 'signed-out' })
  showSignedOut()
}

/** Ask for the password in a dialog; requests wait for it together. */
let waiting: Promise<boolean> | null = null
export function askToSignIn(): Promise<boolean> {
  if (!me.value) return Promise.resolve(false)
  waiting ??= new Promise<boolean>((resolve) => {
    signingInAgain.value = resolve
  }).finally(() => {
    waiting = null
    signingInAgain.value = null
  })
  return waiting
}
