/** How a language writes a number of things: `plural(5000, 'title', 'titles')`. */
export function pluralIn(language: string): (count: number, one: string, many: string) => string {
  const numbers = new Intl.NumberFormat(language)
  return (count, one, many) => `${numbers.format(count)} ${count === 1 ? one : many}`
}
