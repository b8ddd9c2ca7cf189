export const signIn = {
  title: 'Sign in',
  lead: 'Your films, shows and anime: what you saw, what comes next, what you thought of it.',
  username: 'User name',
  password: 'Password',
  remember: 'Stay signed in on this device',
  submit: 'Sign in',
  again: 'Sign in again to go on',
  wrong: 'User name or password is wrong.',
  toRegister: 'Make an account',
  noAccount: 'New here?',
  closed: 'New accounts are made by the administrator here.',
  out: 'You are signed out.',
  forgot: 'Forgotten? An administrator makes you a link.',
}

export const register = {
  title: 'Make an account',
  submit: 'Make the account',
  email: 'E-mail',
  firstName: 'First name (optional)',
  invitation: 'Invitation code',
  byInvitation: 'New accounts need an invitation here.',
  closed: 'Registration is closed here',
  closedMore: 'An administrator of this service makes accounts. Ask one.',
  passwordHint: 'Long beats complicated: some words nobody would guess.',
  signedIn: (name: string) => `You are signed in as ${name}`,
  signedInMore: 'Sign out to make another account, then open the link again if you had one.',
  toSignIn: 'Sign in',
  have: 'You have an account?',
}

export const reset = {
  title: 'Choose a new password',
  password: 'New password',
  submit: 'Save the password',
  done: 'The password is changed. Sign in with it.',
  noToken: 'This link is not complete. Ask for a new one.',
}
