export const clash = {
  title: (title: string) => `${title} was changed elsewhere`,
  more: 'On another device or in another window, since this was shown here.',
  keepTheirs: (what: string) => `Leave it: ${what}`,
  takeMine: (what: string) => `Take mine: ${what}`,
  notOnList: 'not on your list',
  notRated: 'not rated',
  rated: (score: string) => `rated ${score}`,
  later: (theirs: string) => `It was changed elsewhere in the meantime: ${theirs}. Try again to replace it with yours.`,
  some: (count: number) =>
    count === 1 ? '1 was changed elsewhere and left alone' : `${count} were changed elsewhere and left alone`,
  theseToo: 'Change them too',
  dateChanged: (day: string) =>
    `The date was changed elsewhere in the meantime, to “${day}”. Save again to replace it with yours.`,
  dateLeft: 'This date was changed elsewhere in the meantime, and is still there.',
  reviewChanged: (text: string) =>
    `The review was changed elsewhere in the meantime, to “${text}”. Save again to replace it with yours.`,
  listChanged: (name: string) =>
    `The list was changed elsewhere in the meantime: “${name}”. Save again to replace it with yours.`,
}
