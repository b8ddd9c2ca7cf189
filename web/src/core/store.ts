// What this browser keeps of one person. Where IndexedDB is switched off, nothing is kept.
const TABLE = 'kept'

/** One database of the browser: values by keys, in the order of the keys. */
class Kept {
  #opened: Promise<IDBDatabase | null> | null = null

  constructor(readonly name: string) {}

  read = <T>(key: string): Promise<T | undefined> => this.#run('readonly', (table) => table.get(key) as IDBRequest<T>)
  readAll = async <T>(): Promise<T[]> =>
    (await this.#run('readonly', (table) => table.getAll() as IDBRequest<T[]>)) ?? []
  write = (key: string, value: unknown): Promise<unknown> => this.#run('readwrite', (table) => table.put(value, key))
  keys = async (): Promise<string[]> => ((await this.#run('readonly', (table) => table.getAllKeys())) ?? []).map(String)
  remove = (key: string): Promise<unknown> => this.#run('readwrite', (table) => table.delete(key))
  clear = (): Promise<unknown> => this.#run('readwrite', (table) => table.clear())

  #open(): Promise<IDBDatabase | null> {
    this.#opened ??= new Promise((resolve) => {
      if (typeof indexedDB === 'undefined') return resolve(null)
      const request = indexedDB.open(this.name, 1)
      request.onupgradeneeded = () => request.result.createObjectStore(TABLE)
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => resolve(null)
    })
    return this.#opened
  }

  async #run<T>(mode: IDBTransactionMode, act: (table: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
    const database = await this.#open()
    if (!database) return undefined
    return new Promise((resolve) => {
      const transaction = database.transaction(TABLE, mode)
      const request = act(transaction.objectStore(TABLE))
      transaction.oncomplete = () => resolve(request.result)
      // A full disk or a private window: the copy is as it was before.
      transaction.onabort = () => resolve(undefined)
    })
  }
}

/** What was read, for reading without network. */
export const copies = new Kept('watchkeeper')
/** What was changed and is not sent yet: emptied by nothing but sending, signing out, and another account. */
export const unsentChanges = new Kept('watchkeeper-unsent')
