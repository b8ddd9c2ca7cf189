// Writing, changing and removing one's review; each can be undone.
import { api } from '../api/client'
import type { Review, Title, Viewer } from '../api/types'
import { w } from '../words'
import { ask, askWhole } from './asking'
import { complainOf } from './complaints'
import { refreshViewer } from './looking'
import { undoOperation } from './optimistic'
import { once } from './sending'
import { noteTold } from './told'
import { say } from './toasts'
import { tagOf } from './versions'
import { changes, viewerOf } from './viewers'

export interface ReviewBody {
  rating: number
  body: string
  contains_spoilers: boolean
}

export const bodyOf = ({ rating, body, contains_spoilers }: Review): ReviewBody => ({
  rating: rating ?? 0,
  body,
  contains_spoilers,
})

export const lookAtReview = (id: string): Promise<Review> =>
  ask(() => api.GET('/api/v1/reviews/{review_id}', { params: { path: { review_id: id } } }))

/** Run an undo that the service has no operation for, then show what is there. */
function undoing(steps: () => Promise<unknown>, refresh: () => unknown): () => void {
  return () =>
    void steps()
      .then(() => say(w.did.undone), complainOf)
      .then(() => changes.value++)
      .then(refresh)
}

const put = (of: Review, body: ReviewBody): Promise<Review> => {
  const params = { path: { review_id: of.id }, header: { 'If-Match': tagOf(of.updated_at) } }
  return ask(() => api.PUT('/api/v1/reviews/{review_id}', { params, body }))
}

/** Replace the text and the rating of a review. @throws {ApiError} with status 412 where it was changed since. */
export async function changeReview(from: Review, body: ReviewBody, refresh: () => unknown): Promise<void> {
  const after = await put(from, body)
  say(
    w.title.reviewSaved,
    undoing(() => put(after, bodyOf(from)), refresh),
  )
  await refresh()
}

/** Bring back what the title was before a review of it, which rates and completes it, too. */
async function putBack(title: Title, review: Review, before: Viewer): Promise<void> {
  await ask(() => api.DELETE('/api/v1/reviews/{review_id}', { params: { path: { review_id: review.id } } }))
  const rating =
    before.rating === null
      ? { action: 'delete' as const, title_id: title.id }
      : { action: 'put' as const, title_id: title.id, score: before.rating }
  if (before.rating !== review.rating)
    await ask(() =>
      api.POST('/api/v1/ratings/bulk', { params: { header: once(title.title) }, body: { items: [rating] } }),
    )
  const now = await refreshViewer(title.id)
  if (now?.status === before.status) return
  const entry = before.status
    ? { action: 'patch' as const, title_id: title.id, status: before.status }
    : { action: 'delete' as const, title_id: title.id }
  await ask(() =>
    api.POST('/api/v1/watchlist/bulk', { params: { header: once(title.title) }, body: { items: [entry] } }),
  )
}

export async function writeReview(
  title: Title,
  body: ReviewBody,
  header: ReturnType<typeof once>,
  refresh: () => unknown,
): Promise<void> {
  const before = viewerOf(title)
  const review = await ask(() =>
    api.POST('/api/v1/titles/{title_id}/reviews', {
      params: { path: { title_id: title.id }, header },
      body: { ...body, mark_completed: true },
    }),
  )
  say(
    w.title.reviewSaved,
    undoing(() => putBack(title, review, before), refresh),
  )
  await refresh()
}

export async function removeReview(title: Title, review: Review, refresh: () => unknown): Promise<void> {
  try {
    const { response } = await askWhole(() =>
      api.DELETE('/api/v1/reviews/{review_id}', { params: { path: { review_id: review.id } } }),
    )
    const operation = response.headers.get('Operation-ID')
    if (operation) void noteTold(operation, `${title.title}: ${w.title.reviewRemoved}`)
    say(
      w.title.reviewRemoved,
      operation ? () => void undoOperation(operation, async () => void (await refresh())) : undefined,
    )
    await refresh()
  } catch (error) {
    complainOf(error)
  }
}
