// Texts that were begun and not sent yet: there again when their form is opened again. Gone when the person leaves.
const drafts = new Map<string, string>()

export const draftOf = (name: string): string | undefined => drafts.get(name)

export function keepDraft(name: string, text: string): void {
  drafts.set(name, text)
}

export const dropDraft = (name: string): void => void drafts.delete(name)
export const forgetDrafts = (): void => drafts.clear()
