import type { Words } from '../en'

export const calendar: Words['calendar'] = {
  title: 'Kalender',
  empty: 'In diesen Wochen kommt nichts',
  emptyMore: 'Hier stehen Folgen von dem, was du siehst oder planst, und Filme, die erscheinen.',
  earlier: 'Früher',
  later: 'Später',
  today: 'Heute',
  premiere: 'erste einer Staffel',
  finale: 'letzte einer Staffel',
  released: 'erscheint',
  from: (from, to) => `${from} bis ${to}`,
}
