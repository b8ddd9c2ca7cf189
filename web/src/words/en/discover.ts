export const discover = {
  title: 'Discover',
  more: 'What is popular elsewhere, live from TMDb and AniList.',
  search: 'Search films and shows of the whole world',
  searchShort: 'Search everywhere',
  off: 'Films and shows need a token of TMDb',
  offMore:
    'Whoever runs this service sets TMDB__ACCESS_TOKEN to the API read access token of a TMDb account and restarts it. Anime works without one.',
  down: 'The provider isn’t answering',
  added: (title: string) => `${title}: Planned`,
  have: 'on your list',
  next: 'More',
  attribution: 'This product uses the TMDB API but is not endorsed or certified by TMDB. Anime from AniList.',
}
