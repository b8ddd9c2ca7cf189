export const unsent = {
  waiting: (count: number) =>
    count === 1
      ? '1 change is waiting to be sent. It stays here even if you close the page.'
      : `${count} changes are waiting to be sent. They stay here even if you close the page.`,
  sent: (count: number) =>
    count === 1 ? 'The waiting change has been sent.' : `The ${count} waiting changes have been sent.`,
  refusedTitle: (count: number) =>
    count === 1 ? 'One change could not be made' : `${count} changes could not be made`,
  refusedMore: 'Made while you were offline, refused later. Nothing is lost until you decide.',
  again: 'Try again',
  againOf: (name: string) => `Try again: ${name}`,
  discard: 'Discard',
  discardOf: (name: string) => `Discard: ${name}`,
  doubt: 'It may have arrived more than a day ago. Check whether it is there before you try again.',
  leaveTitle: 'Sign out anyway?',
  leaveMore: (count: number) =>
    count === 1
      ? '1 change has not reached the service yet. It is lost when you sign out.'
      : `${count} changes have not reached the service yet. They are lost when you sign out.`,
  leave: 'Sign out and lose them',
  stay: 'Stay',
  kinds: {
    watchlist: 'A change to your list',
    ratings: 'A rating',
    plays: 'A date',
    reviews: 'A review',
    lists: 'A change to a list',
    marks: 'A mark',
    watch: 'Seen episodes',
    unwatch: 'Episodes not seen',
    undo: 'Taking something back',
    positions: 'Where you stopped',
    tags: 'A tag',
  } as Record<string, string>,
}
