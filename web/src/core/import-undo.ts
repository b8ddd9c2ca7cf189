import { w } from '../words'
import { isRunning, readImport } from './imports'
import { say } from './toasts'
import { changes } from './viewers'

const EVERY = 1000

/** Wait until an import that is being taken back is at its end, then say so. */
export async function untilTakenBack(id: string): Promise<void> {
  for (;;) {
    const one = await readImport(id)
    if (!isRunning(one)) {
      changes.value++
      return say(w.imports.states[one.state] ?? one.state)
    }
    await new Promise((resolve) => setTimeout(resolve, EVERY))
  }
}
