import type { Words } from '../en'

export const activity: Words['activity'] = {
  title: 'Verlauf',
  changes: 'Änderungen',
  watched: 'Gesehen',
  kinds: {
    bulk: 'Änderung mehrerer Titel',
    watch: 'Als gesehen markiert',
    unwatch: 'Als nicht gesehen markiert',
    delete: 'Löschung',
    import: 'Import',
    undo: 'Rückgängig gemacht',
  },
  undone: 'rückgängig gemacht',
  until: (day) => `kann bis ${day} rückgängig gemacht werden`,
  empty: 'Noch nichts geändert',
  emptyMore:
    'Löschungen, Änderungen mehrerer Titel und Folgen stehen hier 30 Tage lang und können rückgängig gemacht werden.',
  emptyWatched: 'Noch nichts gesehen',
  emptyWatchedMore: 'Was du gesehen hast, steht hier mit seinem Tag.',
}
