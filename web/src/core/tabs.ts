// Other tabs of the same browser. BroadcastChannel also works on plain http.
import type { Viewer } from '../api/types'

export type News = { kind: 'viewer'; titleId: string; viewer: Viewer } | { kind: 'signed-in' } | { kind: 'signed-out' }

const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('watchkeeper')

export const tell = (news: News): void => channel?.postMessage(news)

export function hear(listener: (news: News) => void): void {
  channel?.addEventListener('message', (event: MessageEvent<News>) => listener(event.data))
}
