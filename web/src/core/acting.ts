import { askWhole, type Answer } from './asking'
import { complainOf } from './complaints'
import { say } from './toasts'
import { noteTold } from './told'
import { undoOperation } from './optimistic'
import { noteWayBack, type Step, takeBack } from './ways-back'

/** Say what was done, and let it be taken back by these steps: now, and later in Activity. */
export async function sayWithWayBack(text: string, steps: readonly Step[], restored: () => unknown): Promise<void> {
  const way = await noteWayBack(text, steps)
  say(text, () => void takeBack(way, restored))
}

/**
 * Say what was done. It can be taken back by the operation that its answer names, or by the steps that are made from
 * the answer where the service has none; then `restored` shows what is there.
 */
export async function sayDone<T>(
  text: string,
  { data, response }: Answer<T>,
  restored: () => unknown,
  back?: (made: T) => readonly Step[],
): Promise<void> {
  const operation = response.headers.get('Operation-ID')
  if (operation) {
    void noteTold(operation, text)
    say(text, () => void undoOperation(operation, async () => void (await restored())))
  } else if (back) await sayWithWayBack(text, back(data as T), restored)
  else say(text)
}

/** Send one change, say what was done, and show what is there now. It can be taken back as `sayDone` tells. */
export async function act<T>(
  send: () => Promise<Answer<T>>,
  text: string,
  after: () => unknown,
  back?: (made: T) => readonly Step[],
  restored = after,
): Promise<boolean> {
  try {
    await sayDone(text, await askWhole(send), restored, back)
    await after()
    return true
  } catch (error) {
    complainOf(error)
    return false
  }
}
