// German. The same texts as `en.ts`: one that is missing here is an error of the compiler.
import { account } from './de/account'
import { activity } from './de/activity'
import { browse } from './de/browse'
import { calendar } from './de/calendar'
import { common, kinds, kindsMany, statuses, time } from './de/common'
import { did } from './de/did'
import { discover } from './de/discover'
import { home } from './de/home'
import { imports } from './de/imports'
import { list } from './de/list'
import { lists } from './de/lists'
import { keys, nav, offline } from './de/shell'
import { problems } from './de/problems'
import { register, reset, signIn } from './de/sign-in'
import { states } from './de/states'
import { statistics } from './de/statistics'
import { title, when } from './de/title'
import { administering } from './de/administering'
import { auditing } from './de/auditing'
import { clash } from './de/clash'
import { importing } from './de/importing'
import { programs } from './de/programs'
import { stopped } from './de/stopped'
import { favorites } from './de/tmdb-favorites'
import { undoing } from './de/undoing'
import { unsent } from './de/unsent'
import { viewing } from './de/viewing'
import { year } from './de/year'
import type { Words } from './en'

export const de: Words = {
  locale: 'de-DE',
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
  problems,
}
