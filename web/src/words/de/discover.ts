import type { Words } from '../en'

export const discover: Words['discover'] = {
  title: 'Entdecken',
  more: 'Was anderswo beliebt ist, frisch von TMDb und AniList.',
  search: 'Filme und Serien der ganzen Welt suchen',
  searchShort: 'Überall suchen',
  off: 'Filme und Serien brauchen einen Schlüssel von TMDb',
  offMore:
    'Wer diesen Dienst betreibt, setzt TMDB__ACCESS_TOKEN auf das „API read access token“ eines Kontos bei TMDb und startet ihn neu. Anime geht auch ohne.',
  down: 'Der Anbieter antwortet nicht',
  added: (title) => `${title}: Geplant`,
  have: 'auf deiner Liste',
  next: 'Weitere',
  attribution: 'Daten von TMDb; TMDb hat dieses Produkt weder geprüft noch empfohlen. Anime von AniList.',
}
