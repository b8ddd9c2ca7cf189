// Changes on their way to the service: one after another, in the order they were made, also over the next start of the page.
import { ApiError } from './problem'

/** One change as it is stored until the service has answered it. */
export interface Change {
  /** Sorts as they were made. */
  id: string
  account: string
  at: number
  method: string
  path: string
  headers: Record<string, string>
  body: string | null
  /** What a person would call it: the name of a title, or nothing. */
  what: string
  /** What to show until it is sent. */
  shown?: unknown
  /** When it was first sent with a network there: it may have arrived. */
  triedAt?: number
  /** Why the service refused it, while nobody was there to hear it. */
  refused?: string
}

export interface Around {
  readAll(): Promise<Change[]>
  /** Whether it is still stored: another tab may have sent it. */
  has(id: string): Promise<boolean>
  write(change: Change): Promise<unknown>
  remove(id: string): Promise<unknown>
  /** Send it until it is answered. @throws {ApiError} when nobody signs in, or another error that is no answer. */
  deliver(change: Change, signal: AbortSignal): Promise<Response>
  /** Why an answer is no success: what it says of the whole or of a part; null for a success. */
  reasonOf(response: Response, change: Change): Promise<string | null>
  /** Why a change may not be sent again without asking; null where it may. */
  doubtOf(change: Change): string | null
  /** The same change as one that the service has not seen yet, made from what is there now. */
  anew(change: Change): Promise<Change>
  changed(): void
}

interface Waiting {
  change: Change
  /** Who made it on this page and waits for the answer; none for one of an earlier start. */
  caller?: { resolve: (response: Response) => void; reject: (error: unknown) => void }
}

export class Outbox {
  waiting: readonly Waiting[] = []
  refused: readonly Change[] = []
  /** How many of earlier starts were sent since the last time that nothing waited. */
  sentLater = 0
  #isSending = false
  #abort = new AbortController()

  constructor(readonly around: Around) {}

  /** Send a change after those before it; resolves to the answer. It is stored before it is sent. */
  add(change: Change): Promise<Response> {
    void this.around.write(change)
    return new Promise((resolve, reject) => {
      this.#set([...this.waiting, { change, caller: { resolve, reject } }])
      void this.#sendAll()
    })
  }

  /** Take up what an earlier start has left of this account; what is of another account goes. */
  async resume(account: string): Promise<Change[]> {
    if ([...this.waiting.map(({ change }) => change), ...this.refused].some((one) => one.account !== account))
      await this.empty()
    const here = new Set([...this.waiting.map(({ change }) => change.id), ...this.refused.map(({ id }) => id)])
    const stored = (await this.around.readAll()).filter(({ id }) => !here.has(id))
    await Promise.all(stored.filter((one) => one.account !== account).map(({ id }) => this.around.remove(id)))
    const own = stored.filter((one) => one.account === account)
    const later = own.filter(({ refused }) => refused === undefined)
    this.refused = [...this.refused, ...own.filter(({ refused }) => refused !== undefined)]
    const [first, ...rest] = this.waiting
    const inOrder = [...rest, ...later.map((change) => ({ change }))].sort((a, b) =>
      a.change.id < b.change.id ? -1 : 1,
    )
    this.#set(first ? [first, ...inOrder] : inOrder)
    void this.#sendAll()
    return later
  }

  /** Forget everything: the person has left. */
  async empty(): Promise<void> {
    const all = [...this.waiting.map(({ change }) => change), ...this.refused]
    this.#abort.abort()
    this.#abort = new AbortController()
    this.waiting = []
    this.refused = []
    this.around.changed()
    await Promise.all(all.map(({ id }) => this.around.remove(id)))
  }

  async discard(change: Change): Promise<void> {
    this.refused = this.refused.filter(({ id }) => id !== change.id)
    this.around.changed()
    await this.around.remove(change.id)
  }

  /** Send a refused change once more, as a new one. */
  async sendAgain(before: Change): Promise<void> {
    const { refused: _, triedAt: __, ...change } = await this.around.anew(before)
    this.refused = this.refused.filter(({ id }) => id !== change.id)
    await this.around.write(change)
    this.#set([...this.waiting, { change }])
    await this.#sendAll()
  }

  #set(waiting: readonly Waiting[]): void {
    this.waiting = waiting
    this.around.changed()
  }

  #drop({ change }: Waiting): void {
    void this.around.remove(change.id)
    this.#set(this.waiting.filter((one) => one.change.id !== change.id))
  }

  async #sendAll(): Promise<void> {
    if (this.#isSending) return
    this.#isSending = true
    try {
      for (let first = this.waiting[0]; first; first = this.waiting[0]) if (!(await this.#send(first))) break
    } finally {
      this.#isSending = false
    }
  }

  /** Send the first one; returns whether the next one may follow. */
  async #send(first: Waiting): Promise<boolean> {
    const { change, caller } = first
    try {
      if (!caller) return await this.#sendLater(first)
      const response = await this.around.deliver(change, this.#abort.signal)
      if (this.waiting.includes(first)) caller.resolve(response)
    } catch (error) {
      if (!this.waiting.includes(first)) return true // given up
      if (!caller) return this.#stop(error)
      caller.reject(error)
    }
    this.#drop(first)
    return true
  }

  /** Send one of an earlier start: nobody waits for its answer, so a refusal is kept to be shown. */
  async #sendLater(first: Waiting): Promise<boolean> {
    const { change } = first
    if (!(await this.around.has(change.id))) {
      this.#drop(first)
      return true
    }
    const reason =
      this.around.doubtOf(change) ??
      (await this.around.reasonOf(await this.around.deliver(change, this.#abort.signal), change))
    if (!this.waiting.includes(first)) return true
    if (reason !== null) await this.#refuse(first, reason)
    else {
      this.sentLater++
      this.#drop(first)
    }
    return true
  }

  async #refuse({ change }: Waiting, refused: string): Promise<void> {
    const known = { ...change, refused }
    this.refused = [...this.refused, known]
    this.#set(this.waiting.filter((one) => one.change.id !== change.id))
    await this.around.write(known)
  }

  /** Nobody has signed in: it stays for the next time. */
  #stop(error: unknown): boolean {
    if (error instanceof ApiError) return false
    throw error
  }
}
