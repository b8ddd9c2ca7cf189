import type { Words } from '../en'

export const kinds: Words['kinds'] = { movie: 'Film', show: 'Serie', anime: 'Anime' }

export const kindsMany: Words['kindsMany'] = { movie: 'Filme', show: 'Serien', anime: 'Anime' }

export const statuses: Words['statuses'] = {
  watching: 'Sehe ich',
  planned: 'Geplant',
  completed: 'Gesehen',
  on_hold: 'Pausiert',
  dropped: 'Abgebrochen',
}

export const time: Words['time'] = {
  today: 'heute',
  yesterday: 'gestern',
  unknown: 'nicht bekannt',
  hours: (count) => `${count} Std.`,
  minutes: (count) => `${count} Min.`,
}

export const common: Words['common'] = {
  all: 'Alle',
  add: 'auf meine Liste',
  addTo: (title) => `${title}: auf meine Liste`,
  change: (title, status) => `${title}: ${status}, ändern`,
  cancel: 'Abbrechen',
  save: 'Speichern',
  edit: 'Bearbeiten',
  remove: 'Entfernen',
  delete: 'Löschen',
  close: 'Schließen',
  undo: 'Rückgängig',
  more: 'Mehr',
  moreFor: (title) => `Mehr zu ${title}`,
  seeAll: 'Alle ansehen',
  filter: 'Filtern',
  clear: 'Leeren',
  retry: 'Noch einmal versuchen',
  tryNow: 'Jetzt versuchen',
  loading: 'Wird geladen',
  thatIsAll: 'Das sind alle.',
  rated: (score) => `bewertet mit ${score}`,
  none: '–',
  copy: 'Kopieren',
  copied: 'Kopiert.',
  sort: 'Reihenfolge',
  name: 'Name',
  description: 'Beschreibung',
  done: 'Fertig',
}
