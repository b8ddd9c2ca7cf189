// Texts about the favourites of a TMDb account, in both languages.
const en = {
  title: 'Favourites at TMDb',
  tab: 'Favourites',
  more: 'They live in your TMDb account. Nothing of them is stored here.',
  account: 'Number of your TMDb account',
  token: 'Your TMDb token',
  tokenMore:
    'It stays in this page until you close it. Leave it empty where the administrator lets everybody use the service’s.',
  show: 'Show them',
  none: 'No favourites here',
  noneMore: 'What you mark as a favourite at TMDb appears here.',
  takeOut: (title: string) => `No longer a favourite: ${title}`,
  takenOut: (title: string) => `${title} is no favourite any more`,
  again: (title: string) => `${title} is a favourite again`,
  share: 'Share them under a name',
  name: 'Name',
  shared: (name: string) => `Shared as ${name}`,
  link: 'Whoever has this link sees them.',
  sharedBy: (name: string) => `Favourites: ${name}`,
}

const de: typeof en = {
  title: 'Favoriten bei TMDb',
  tab: 'Favoriten',
  more: 'Sie liegen in deinem TMDb-Konto. Hier wird nichts davon gespeichert.',
  account: 'Nummer deines TMDb-Kontos',
  token: 'Dein TMDb-Token',
  tokenMore: 'Es bleibt auf dieser Seite, bis du sie schließt. Lass es leer, wo alle das des Dienstes benutzen dürfen.',
  show: 'Anzeigen',
  none: 'Keine Favoriten hier',
  noneMore: 'Was du bei TMDb als Favorit markierst, erscheint hier.',
  takeOut: (title) => `Kein Favorit mehr: ${title}`,
  takenOut: (title) => `${title} ist kein Favorit mehr`,
  again: (title) => `${title} ist wieder ein Favorit`,
  share: 'Unter einem Namen teilen',
  name: 'Name',
  shared: (name) => `Geteilt als ${name}`,
  link: 'Wer diesen Link hat, sieht sie.',
  sharedBy: (name) => `Favoriten: ${name}`,
}

/** The texts in the language of the document. */
export const favoriteWords = (): typeof en => (document.documentElement.lang === 'de' ? de : en)
