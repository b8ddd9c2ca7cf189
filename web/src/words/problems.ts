/** Errors of the service in the words of a language that is not its own. */
export interface Problems {
  /** By code. */
  byCode: Record<string, string>
  /** By the beginning or end of a code. */
  byPart: readonly (readonly [part: RegExp, text: string])[]
  /** By status, for codes without a text. */
  byStatus: Record<number, string>
  /** Fields of forms, by their names in requests. */
  fields: Record<string, string>
  /** What is wrong with a field, by the code of its error. */
  byField: Record<string, string>
  wrong: (fields: string) => string
  other: string
}

export interface WrongField {
  name: string
  code: string
}

/** Say an error of the service: by its fields, by its code, else by its kind. */
export function said(problems: Problems, status: number, code: string, fields: readonly WrongField[]): string {
  const told = fields.flatMap((field) => problems.byField[field.code] ?? [])
  if (told.length) return [...new Set(told)].join(' ')
  const names = fields.map(({ name }) => problems.fields[name] ?? name)
  if (names.length) return problems.wrong([...new Set(names)].join(', '))
  const part = problems.byPart.find(([pattern]) => pattern.test(code))
  return problems.byCode[code] ?? part?.[1] ?? problems.byStatus[status] ?? problems.other
}
