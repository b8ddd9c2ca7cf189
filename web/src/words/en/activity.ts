export const activity = {
  title: 'Activity',
  changes: 'Changes',
  watched: 'Watched',
  kinds: {
    bulk: 'Change of several titles',
    watch: 'Marked as seen',
    unwatch: 'Marked as not seen',
    delete: 'Deletion',
    import: 'Import',
    undo: 'Taken back',
  } as Record<string, string>,
  undone: 'taken back',
  until: (day: string) => `can be taken back until ${day}`,
  empty: 'Nothing has been changed yet',
  emptyMore:
    'Deletions, changes of several titles and seen episodes are listed here for 30 days and can be taken back.',
  emptyWatched: 'Nothing watched yet',
  emptyWatchedMore: 'What you complete or mark as seen is listed here with its day.',
}
