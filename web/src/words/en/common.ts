export const kinds = { movie: 'Film', show: 'Show', anime: 'Anime' }

export const kindsMany = { movie: 'Films', show: 'Shows', anime: 'Anime' }

export const statuses = {
  watching: 'Watching',
  planned: 'Planned',
  completed: 'Completed',
  on_hold: 'On hold',
  dropped: 'Dropped',
}

export const time = {
  today: 'today',
  yesterday: 'yesterday',
  unknown: 'unknown',
  hours: (count: number) => `${count} h`,
  minutes: (count: number) => `${count} min`,
}

export const common = {
  all: 'All',
  add: 'add to my list',
  addTo: (title: string) => `${title}: add to my list`,
  change: (title: string, status: string) => `${title}: ${status}, change`,
  cancel: 'Cancel',
  save: 'Save',
  edit: 'Edit',
  remove: 'Remove',
  delete: 'Delete',
  close: 'Close',
  undo: 'Undo',
  more: 'More',
  moreFor: (title: string) => `More for ${title}`,
  seeAll: 'See all',
  filter: 'Filter',
  clear: 'Clear',
  retry: 'Try again',
  tryNow: 'Try now',
  loading: 'Loading',
  thatIsAll: 'That is all of them.',
  rated: (score: string) => `rated ${score}`,
  none: '–',
  copy: 'Copy',
  copied: 'Copied.',
  sort: 'Order',
  name: 'Name',
  description: 'Description',
  done: 'Done',
}
