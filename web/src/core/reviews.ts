// Writing, changing and removing one's review; each can be undone.
import { api } from '../api/client'
import type { Review, Title } from '../api/types'
import { w } from '../words'
import { sayDone } from './acting'
import { type Answer, ask, askWhole } from './asking'
import { complainOf } from './complaints'
import { undoOperation } from './optimistic'
import type { once } from './sending'
import { noteTold } from './told'
import { say } from './toasts'
import { tagOf } from './versions'
import { changes } from './viewers'
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

const put = (of: Review, body: ReviewBody): Promise<Answer<Review>> => {
  const params = { path: { review_id: of.id }, header: { 'If-Match': tagOf(of.updated_at) } }
  return askWhole(() => api.PUT('/api/v1/reviews/{review_id}', { params, body }))
}

/**
 * Say that a review is saved. Where the service changed a rating or a status with it, all of it is taken back by that
 * operation, on any device; where it changed the review alone it made none, and one step takes it back.
 */
function saySaved(
  title: Title,
  saved: Answer<Review>,
  stepOf: (review: Review) => Step,
  refresh: () => unknown,
): Promise<void> {
  const steps = (review: Review) => [{ ...stepOf(review), left: bodyOf(review) }]
  return sayDone(`${title.title}: ${w.title.reviewSaved}`, saved, restored(refresh), steps)
}

/** Replace the text and the rating of a review. @throws {ApiError} with status 412 where it was changed since. */
export async function changeReview(
  title: Title,
  from: Review,
  body: ReviewBody,
  refresh: () => unknown,
): Promise<void> {
  const saved = await put(from, body)
  await refresh()
  const path = `/api/v1/reviews/${from.id}`
  await saySaved(title, saved, () => ({ method: 'put', path, body: bodyOf(from) }), refresh)
}

export async function writeReview(
  title: Title,
  body: ReviewBody,
  header: ReturnType<typeof once>,
  refresh: () => unknown,
): Promise<void> {
  const saved = await askWhole(() =>
    api.POST('/api/v1/titles/{title_id}/reviews', {
      params: { path: { title_id: title.id }, header },
      body: { ...body, mark_completed: true },
    }),
  )
  await refresh()
  await saySaved(title, saved, ({ id }) => ({ method: 'delete', path: `/api/v1/reviews/${id}` }), refresh)
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
