export const signIn = {
  title: 'Sign in',
  lead: 'Your films, shows and anime: what you saw, what comes next, what you thought of it.',
  username: 'User name',
  password: 'Password',
  remember: 'Stay signed in on this device',
  submit: 'Sign in',
  again: 'Sign in again to continue',
  wrong: 'The user name or the password is wrong.',
  toRegister: 'Create an account',
  noAccount: 'New here?',
  closed: 'Here, the administrator creates new accounts.',
  out: 'You are signed out.',
  forgot: 'Forgotten it? An administrator can give you a link.',
}

export const register = {
  title: 'Create an account',
  submit: 'Create the account',
  email: 'E-mail',
  firstName: 'First name (optional)',
  invitation: 'Invitation code',
  byInvitation: 'You need an invitation to create an account here.',
  closed: 'Registration is closed here',
  closedMore: 'The administrators of this service create accounts. Ask one of them.',
  passwordHint: 'Long beats complicated: a few words nobody would guess.',
  signedIn: (name: string) => `You are signed in as ${name}`,
  signedInMore: 'Sign out to create another account, then open the link again if you had one.',
  toSignIn: 'Sign in',
  have: 'Already have an account?',
}

export const reset = {
  title: 'Choose a new password',
  password: 'New password',
  submit: 'Save the password',
  done: 'The password is changed. Sign in with it.',
  noToken: 'This link is not complete. Ask for a new one.',
}
