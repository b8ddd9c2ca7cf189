export const calendar = {
  title: 'Calendar',
  empty: 'Nothing airs in these weeks',
  emptyMore: 'Episodes of what you watch or plan appear here, and films as they come out.',
  earlier: 'Earlier',
  later: 'Later',
  today: 'Today',
  premiere: 'first of a season',
  finale: 'last of a season',
  released: 'released',
  from: (from: string, to: string) => `${from} to ${to}`,
}
