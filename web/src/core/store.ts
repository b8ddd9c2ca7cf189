// What this browser keeps of one person, for reading without network. Where IndexedDB is switched off, nothing is kept.
const NAME = 'watchkeeper'
const TABLE = 'kept'

let opened: Promise<IDBDatabase | null> | null = null

function open(): Promise<IDBDatabase | null> {
  opened ??= new Promise((resolve) => {
    if (typeof indexedDB === 'undefined') return resolve(null)
    const request = indexedDB.open(NAME, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(TABLE)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => resolve(null)
  })
  return opened
}

async function run<T>(mode: IDBTransactionMode, act: (table: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
  const database = await open()
  if (!database) return undefined
  return new Promise((resolve) => {
    const transaction = database.transaction(TABLE, mode)
    const request = act(transaction.objectStore(TABLE))
    transaction.oncomplete = () => resolve(request.result)
    // A full disk or a private window: the copy is as it was before.
    transaction.onabort = () => resolve(undefined)
  })
}

export const readKept = <T>(key: string): Promise<T | undefined> => run('readonly', (table) => table.get(key) as IDBRequest<T>)
export const writeKept = (key: string, value: unknown): Promise<unknown> => run('readwrite', (table) => table.put(value, key))
export const keysKept = async (): Promise<string[]> => ((await run('readonly', (table) => table.getAllKeys())) ?? []).map(String)
export const removeKept = (key: string): Promise<unknown> => run('readwrite', (table) => table.delete(key))
export const clearKept = (): Promise<unknown> => run('readwrite', (table) => table.clear())
