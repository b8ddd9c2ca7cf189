import { href } from '../core/root'
import { go, place } from '../core/router'
import { about } from '../core/session'
import { Heading } from '../ui/heading'
import { Poster } from '../ui/poster'
import { SignInForm } from '../ui/sign-in-form'
import { w } from '../words'

const WALL = [
  ['Metropolis', '1927', 'Science Fiction', 'movie'],
  ['Casablanca', '1942', 'Romance', 'movie'],
  ['High Noon', '1952', 'Western', 'movie'],
  ['Spirited Away', '2001', 'Fantasy', 'anime'],
  ['The General', '1926', 'Silent', 'movie'],
  ['The Wire', '2002', 'Crime', 'show'],
  ['Fargo', '1996', 'Crime', 'movie'],
  ['The Shining', '1980', 'Horror', 'movie'],
] as const

/** Some drawn posters beside the form: what the page is about, at one look. */
export const Wall = () => (
  <div class="wall no-phone" aria-hidden="true">
    {WALL.map(([title, year, genre, kind]) => (
      <Poster
        key={title}
        title={{ id: title, title, media_type: kind, release_date: year, genres: [{ name: genre }] }}
      />
    ))}
  </div>
)

/** The address to go to afterwards: one of this page, never another site's. */
const nextPlace = () => {
  const next = place.value.query.get('next') ?? '/'
  return /^\/(?![/\\])/.test(next) ? next : '/'
}

export default function SignIn() {
  const registration = about.value?.registration
  return (
    <div class="entry">
      <div class="stack">
        <Heading title={w.signIn.title} />
        <p class="m">{w.signIn.lead}</p>
        <SignInForm then={() => go(nextPlace(), { replace: true })} />
        <p class="s m">{w.signIn.forgot}</p>
        {registration === 'closed' ? (
          <p class="s m">{w.signIn.closed}</p>
        ) : (
          <p>
            {w.signIn.noAccount} <a href={href('/register')}>{w.signIn.toRegister}</a>
          </p>
        )}
      </div>
      <Wall />
    </div>
  )
}
