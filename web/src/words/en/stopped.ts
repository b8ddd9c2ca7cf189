export const stopped = {
  title: 'Where you stopped',
  at: (at: string, of: string | null) => (of ? `${at} of ${of}` : `at ${at}`),
  episode: (season: number, number: number) => `S${season} E${number}`,
  forget: 'Forget it',
  forgetOf: (name: string) => `Forget it: ${name}`,
  forgotten: 'Forgotten.',
  kind: 'Kind',
  anyKind: 'Any kind',
}
