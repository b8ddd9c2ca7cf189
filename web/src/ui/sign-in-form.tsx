import { ApiError, sentence } from '../core/problem'
import { me, signIn, signingInAgain } from '../core/session'
import { w } from '../words'
import { Dialog } from './dialog'
import { Field } from './field'
import { Form } from './form'

const explain = (error: unknown) =>
  error instanceof ApiError && error.code === 'invalid_credentials' ? w.signIn.wrong : sentence(error)

export function SignInForm({ username, then }: { username?: string; then: () => void }) {
  const send = async (texts: Record<string, string>) => {
    await signIn(texts.username ?? '', texts.password ?? '', texts.remember === 'on')
    then()
  }
  return (
    <Form send={send} submit={w.signIn.submit} explain={explain}>
      <Field
        label={w.signIn.username}
        name="username"
        autocomplete="username"
        autocapitalize="none"
        spellcheck={false}
        required
        defaultValue={username}
        autofocus={!username}
      />
      <Field
        label={w.signIn.password}
        name="password"
        type="password"
        autocomplete="current-password"
        required
        autofocus={Boolean(username)}
      />
      <label class="opt">
        <input type="checkbox" name="remember" defaultChecked />
        <span>{w.signIn.remember}</span>
      </label>
    </Form>
  )
}

/** Over the screen that was left open too long: what was asked for goes on afterwards. */
export function SignInAgain() {
  const done = signingInAgain.value
  if (!done) return null
  return (
    <Dialog title={w.signIn.again} close={() => done(false)}>
      <SignInForm username={me.value?.username} then={() => done(true)} />
    </Dialog>
  )
}
