// Every text of the page, a module a subject in `en/` and in `de/`. `de.ts` is of the same type: a text that it lacks is an error of the compiler.
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
import { administering } from './en/administering'
import { auditing } from './en/auditing'
import { clash } from './en/clash'
import { importing } from './en/importing'
import { programs } from './en/programs'
import { stopped } from './en/stopped'
import { favorites } from './en/tmdb-favorites'
import { undoing } from './en/undoing'
import { unsent } from './en/unsent'
import { viewing } from './en/viewing'
import { year } from './en/year'
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
  administering,
  auditing,
  clash,
  importing,
  programs,
  stopped,
  favorites,
  undoing,
  unsent,
  viewing,
  year,
  /** Errors; null: the service says them in this language itself. */
  problems: null as Problems | null,
}

export type Words = typeof en
