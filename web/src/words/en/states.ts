export const states = {
  unreachable: 'The service isn’t answering.',
  limited: 'That was a lot at once. It continues in a moment.',
  nextTry: (seconds: number) => `Next try in ${seconds} s`,
  failed: 'That did not work',
  requestId: 'Request',
  notFound: 'There is nothing at this address',
  notFoundMore: 'It was moved or removed, or the address has a typo.',
  toHome: 'To Home',
  kept: 'Nothing was changed.',
  refused: (status: number) => `The request was refused on its way to the service (${status}).`,
  noAnswer: 'The service isn’t answering.',
}
