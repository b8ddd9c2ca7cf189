import { signal } from '@preact/signals'
import { api } from '../../api/client'
import { ask } from '../../core/asking'
import { isNothing } from '../../core/problem'

/** User names by id; null for accounts that are gone. Each is asked for once a visit. */
const names = signal<Record<string, string | null>>({})
const asked = new Set<string>()

const learn = (id: string, name: string | null) => {
  names.value = { ...names.value, [id]: name }
}

async function askFor(id: string): Promise<void> {
  const params = { path: { user_id: id } }
  try {
    learn(id, (await ask(() => api.GET('/api/v1/users/{user_id}', { params }))).username)
  } catch (error) {
    if (isNothing(error)) learn(id, null)
    else asked.delete(id)
  }
}

/** The user name of an account; undefined while it is asked for. */
export function nameOfUser(id: string): string | null | undefined {
  if (!asked.has(id)) {
    asked.add(id)
    void askFor(id)
  }
  return names.value[id]
}
