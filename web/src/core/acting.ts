import { askWhole, type Answer } from './asking'
import { complainOf } from './complaints'
import { say } from './toasts'
import { noteTold } from './told'
import { undoOperation } from './undoable'

/** Send one change, say what was done, and show what is there now; a deletion can be taken back by its operation. */
export async function act(send: () => Promise<Answer<unknown>>, text: string, after: () => unknown): Promise<boolean> {
  try {
    const { response } = await askWhole(send)
    const operation = response.headers.get('Operation-ID')
    if (operation) void noteTold(operation, text)
    say(text, operation ? () => void undoOperation(operation, async () => void (await after())) : undefined)
    await after()
    return true
  } catch (error) {
    complainOf(error)
    return false
  }
}
