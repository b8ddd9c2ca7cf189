// Every text of the page, a module a screen in `en/`. `de.ts` is of the same type; a text that it lacks is an error of the compiler.
import { account } from './en/account'
import { activity } from './en/activity'
import { browse } from './en/browse'
import { calendar } from './en/calendar'
import { common, kinds, kindsMany, statuses, time } from './en/common'
import { did } from './en/did'
import { discover } from './en/discover'
import { home } from './en/home'
import { imports } from './en/imports'
import { list } from './en/list'
import { lists } from './en/lists'
import { keys, nav, offline } from './en/shell'
import { register, reset, signIn } from './en/sign-in'
import { states } from './en/states'
import { statistics } from './en/statistics'
import { title, when } from './en/title'
import type { Problems } from './problems'

export const en = {
  locale: 'en-GB',
  name: 'Watchkeeper',
  nav,
  kinds,
  kindsMany,
  statuses,
  time,
  common,
  states,
  signIn,
  register,
  reset,
  home,
  browse,
  title,
  when,
  did,
  list,
  lists,
  activity,
  account,
  calendar,
  discover,
  statistics,
  imports,
  keys,
  offline,
  /** Errors; null: the service says them in this language itself. */
  problems: null as Problems | null,
}

export type Words = typeof en
