import type { Words } from '../en'

export const states: Words['states'] = {
  unreachable: 'Der Dienst antwortet nicht.',
  limited: 'Das war viel auf einmal. Gleich geht es weiter.',
  nextTry: (seconds) => `Nächster Versuch in ${seconds} s`,
  failed: 'Das hat nicht geklappt',
  requestId: 'Anfrage',
  notFound: 'Unter dieser Adresse gibt es nichts',
  notFoundMore: 'Es wurde verschoben oder entfernt, oder die Adresse hat einen Tippfehler.',
  toHome: 'Zum Start',
  kept: 'Es wurde nichts geändert.',
  refused: (status) => `Die Anfrage wurde auf dem Weg zum Dienst abgelehnt (${status}).`,
  noAnswer: 'Der Dienst antwortet nicht.',
}
