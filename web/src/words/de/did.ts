import type { Words } from '../en'
import { plural } from './plural'

export const did: Words['did'] = {
  status: (title, status) => `${title}: ${status}`,
  removed: (title) => `${title} steht nicht mehr auf deiner Liste`,
  removedMany: (count) => `${plural(count, 'Titel', 'Titel')} von deiner Liste genommen`,
  changedMany: (count, status) => `${plural(count, 'Titel', 'Titel')}: ${status}`,
  rated: (title, score) => `${title}: mit ${score} bewertet`,
  ratedAndCompleted: (score) => `Gesehen und mit ${score} bewertet`,
  ratedMany: (count, score) => `${plural(count, 'Titel', 'Titel')} mit ${score} bewertet`,
  unrated: (title) => `${title}: Bewertung zurückgenommen`,
  seen: (what) => `${what} gesehen`,
  undone: 'Rückgängig gemacht.',
  left: (count) =>
    `Rückgängig gemacht. ${plural(count, 'Sache wurde', 'Sachen wurden')} seither geändert und blieb${count === 1 ? '' : 'en'}, wie sie ${count === 1 ? 'ist' : 'sind'}.`,
  note: 'Deine Notiz ist gespeichert.',
  movedTo: (status) => `jetzt: ${status}`,
  play: 'Das Datum ist gespeichert.',
  playRemoved: 'Dieses Datum ist entfernt.',
}
