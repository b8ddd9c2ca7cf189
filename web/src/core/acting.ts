import { askWhole, type Answer } from './asking'
import { w } from '../words'
import { complainOf } from './complaints'
import { say } from './toasts'
import { noteTold } from './told'
import { undoOperation } from './optimistic'

/**
 * Send one change, say what was done, and show what is there now. It can be taken back by its operation, or by `back`
 * where the service has none; then `restored` shows what is there.
 */
export async function act(
  send: () => Promise<Answer<unknown>>,
  text: string,
  after: () => unknown,
  back?: () => Promise<Answer<unknown>>,
  restored = after,
): Promise<boolean> {
  try {
    const { response } = await askWhole(send)
    const operation = response.headers.get('Operation-ID')
    if (operation) void noteTold(operation, text)
    say(
      text,
      operation
        ? () => void undoOperation(operation, async () => void (await restored()))
        : back && (() => void act(back, w.did.undone, restored)),
    )
    await after()
    return true
  } catch (error) {
    complainOf(error)
    return false
  }
}
