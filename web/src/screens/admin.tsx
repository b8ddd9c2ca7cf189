import { href } from '../core/root'
import { me } from '../core/session'
import type { ScreenProps } from '../routes'
import { inSight } from '../ui/in-sight'
import { Heading } from '../ui/heading'
import { Empty } from '../ui/states'
import { Audit } from './admin/audit'
import { Invitations } from './admin/invitations'
import { Lookups } from './admin/lookups'
import { Titles } from './admin/titles'
import { Users } from './admin/users'
import { w } from '../words'

const PARTS = {
  users: () => <Users />,
  invitations: () => <Invitations />,
  titles: () => <Titles />,
  genres: () => <Lookups kind="genres" />,
  platforms: () => <Lookups kind="platforms" />,
  audit: () => <Audit />,
}

type Part = keyof typeof PARTS

export default function Admin({ parts }: ScreenProps) {
  const part: Part = parts.part && parts.part in PARTS ? (parts.part as Part) : 'users'
  if (me.value?.role !== 'admin') {
    return (
      <>
        <Heading title={w.administering.title} isHidden />
        <Empty title={w.administering.onlyAdmins} text={w.administering.onlyAdminsMore} />
      </>
    )
  }
  return (
    <>
      <div class="row wrap ttl">
        <Heading title={`${w.administering.title}: ${w.administering.parts[part]}`}>{w.administering.title}</Heading>
        <nav class="seg scrollx push" aria-label={w.administering.title}>
          {(Object.keys(PARTS) as Part[]).map((one) => (
            <a
              key={one}
              ref={one === part ? inSight : null}
              href={href(one === 'users' ? '/admin' : `/admin/${one}`)}
              aria-current={one === part ? 'page' : undefined}
            >
              {w.administering.parts[one]}
            </a>
          ))}
        </nav>
      </div>
      {PARTS[part]()}
    </>
  )
}
