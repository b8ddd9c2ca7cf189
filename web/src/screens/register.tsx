import { api } from '../api/client'
import { ask } from '../core/asking'
import { href } from '../core/root'
import { go, place } from '../core/router'
import { about, me, signIn } from '../core/session'
import { Field } from '../ui/field'
import { Form } from '../ui/form'
import { Heading } from '../ui/heading'
import { Empty } from '../ui/states'
import { w } from '../words'
import { Wall } from './sign-in'

async function register(texts: Record<string, string>): Promise<void> {
  const { email = '', username = '', password = '', first_name, invitation } = texts
  const body = {
    email,
    username,
    password,
    ...(first_name ? { first_name } : {}),
    ...(invitation ? { invitation } : {}),
  }
  await ask(() => api.POST('/api/v1/auth/register', { body }))
  await signIn(username, password, true)
  go('/', { replace: true })
}

const toSignIn = (
  <p>
    {w.register.have} <a href={href('/sign-in')}>{w.register.toSignIn}</a>
  </p>
)

export default function Register() {
  const registration = about.value?.registration
  const invitation = place.value.query.get('invitation') ?? ''
  if (me.value) {
    return (
      <>
        <Heading title={w.register.title} isHidden />
        <Empty title={w.register.signedIn(me.value.username)} text={w.register.signedInMore}>
          <a class="btn lamp" href={href('/')}>
            {w.states.toHome}
          </a>
        </Empty>
      </>
    )
  }
  if (registration === 'closed') {
    return (
      <>
        <Heading title={w.register.title} isHidden />
        <Empty title={w.register.closed} text={w.register.closedMore}>
          <a class="btn lamp" href={href('/sign-in')}>
            {w.register.toSignIn}
          </a>
        </Empty>
      </>
    )
  }
  return (
    <div class="entry">
      <div class="stack">
        <Heading title={w.register.title} />
        {registration === 'invitation' && <p class="m">{w.register.byInvitation}</p>}
        <Form send={register} submit={w.register.submit}>
          {(registration === 'invitation' || invitation) && (
            <Field label={w.register.invitation} name="invitation" required defaultValue={invitation} />
          )}
          <Field
            label={w.signIn.username}
            name="username"
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            required
          />
          <Field label={w.register.email} name="email" type="email" autocomplete="email" required />
          <Field
            label={w.signIn.password}
            name="password"
            type="password"
            autocomplete="new-password"
            required
            hint={w.register.passwordHint}
          />
          <Field label={w.register.firstName} name="first_name" autocomplete="given-name" />
        </Form>
        {toSignIn}
      </div>
      <Wall />
    </div>
  )
}
