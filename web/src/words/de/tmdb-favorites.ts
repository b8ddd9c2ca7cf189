import type { Words } from '../en'

export const favorites: Words['favorites'] = {
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
