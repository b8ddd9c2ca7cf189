import type { Words } from '../en'

export const signIn: Words['signIn'] = {
  title: 'Anmelden',
  lead: 'Deine Filme, Serien und Anime: was du gesehen hast, was als Nächstes kommt, was du davon hältst.',
  username: 'Benutzername',
  password: 'Passwort',
  remember: 'Auf diesem Gerät angemeldet bleiben',
  submit: 'Anmelden',
  again: 'Melde dich noch einmal an, dann geht es weiter',
  wrong: 'Benutzername oder Passwort ist falsch.',
  toRegister: 'Konto anlegen',
  noAccount: 'Neu hier?',
  closed: 'Neue Konten legt hier die Verwaltung an.',
  out: 'Du bist abgemeldet.',
  forgot: 'Vergessen? Die Verwaltung gibt dir einen Link.',
}

export const register: Words['register'] = {
  title: 'Konto anlegen',
  submit: 'Das Konto anlegen',
  email: 'E-Mail-Adresse',
  firstName: 'Vorname (optional)',
  invitation: 'Einladungscode',
  byInvitation: 'Neue Konten brauchen hier eine Einladung.',
  closed: 'Hier kann sich niemand selbst registrieren',
  closedMore: 'Die Verwaltung dieses Dienstes legt Konten an. Frag sie.',
  passwordHint: 'Lang ist besser als kompliziert: ein paar Wörter, auf die niemand kommt.',
  signedIn: (name) => `Du bist als ${name} angemeldet`,
  signedInMore:
    'Melde dich ab, um ein anderes Konto anzulegen; öffne dann den Link noch einmal, wenn du einen hattest.',
  toSignIn: 'Anmelden',
  have: 'Du hast schon ein Konto?',
}

export const reset: Words['reset'] = {
  title: 'Neues Passwort wählen',
  password: 'Neues Passwort',
  submit: 'Passwort speichern',
  done: 'Das Passwort ist geändert. Melde dich damit an.',
  noToken: 'Dieser Link ist nicht vollständig. Bitte um einen neuen.',
}
