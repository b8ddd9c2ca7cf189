import type { Words } from '../en'

export const stopped: Words['stopped'] = {
  title: 'Wo du aufgehört hast',
  at: (at, of) => (of ? `${at} von ${of}` : `bei ${at}`),
  episode: (season, number) => `S${season} F${number}`,
  forget: 'Vergessen',
  forgetOf: (name) => `Vergessen: ${name}`,
  forgotten: 'Vergessen.',
  kind: 'Art',
  anyKind: 'Jede Art',
}
