// Writing, changing and removing one's review; each can be undone.
import { api } from '../api/client'
import type { Review, Title, Viewer } from '../api/types'
import { w } from '../words'
import { sayWithWayBack } from './acting'
import { ask, askWhole } from './asking'
import { complainOf } from './complaints'
import { undoOperation } from './optimistic'
import type { once } from './sending'
import { noteTold } from './told'
import { say } from './toasts'
import { tagOf } from './versions'
import { changes, viewerOf } from './viewers'
import type { Step } from './ways-back'

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

/** Show what is there again, on other screens too. */
const restored = (refresh: () => unknown) => () => {
  changes.value++
  return refresh()
}

const put = (of: Review, body: ReviewBody): Promise<Review> => {
  const params = { path: { review_id: of.id }, header: { 'If-Match': tagOf(of.updated_at) } }
  return ask(() => api.PUT('/api/v1/reviews/{review_id}', { params, body }))
}

/** Replace the text and the rating of a review. @throws {ApiError} with status 412 where it was changed since. */
export async function changeReview(
  title: Title,
  from: Review,
  body: ReviewBody,
  refresh: () => unknown,
): Promise<void> {
  const after = await put(from, body)
  const back = { method: 'put' as const, path: `/api/v1/reviews/${from.id}`, body: bodyOf(from) }
  await sayWithWayBack(`${title.title}: ${w.title.reviewSaved}`, [{ ...back, left: bodyOf(after) }], restored(refresh))
  await refresh()
}

/** What takes a new review back: it rates and completes the title, too. */
function stepsBack(title: Title, review: Review, before: Viewer, now: Viewer): Step[] {
  const steps: Step[] = [{ method: 'delete', path: `/api/v1/reviews/${review.id}`, left: bodyOf(review) }]
  const item = { title_id: title.id }
  if (before.rating !== now.rating)
    steps.push(bulkOf('ratings', before.rating === null ? null : { action: 'put', score: before.rating }, item))
  if (before.status !== now.status)
    steps.push(bulkOf('watchlist', before.status === null ? null : { action: 'patch', status: before.status }, item))
  return steps
}

const bulkOf = (kind: 'ratings' | 'watchlist', change: object | null, item: object): Step => ({
  method: 'post',
  path: `/api/v1/${kind}/bulk`,
  body: { items: [{ ...(change ?? { action: 'delete' }), ...item }] },
})

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
  await refresh()
  const steps = stepsBack(title, review, before, viewerOf(title))
  await sayWithWayBack(`${title.title}: ${w.title.reviewSaved}`, steps, restored(refresh))
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
