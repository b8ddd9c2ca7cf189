import { useState } from 'preact/hooks'
import type { Review, Title } from '../../api/types'
import { draftOf, dropDraft, keepDraft } from '../../core/drafts'
import { bodyOf, changeReview, lookAtReview, writeReview } from '../../core/reviews'
import { once } from '../../core/sending'
import { viewerOf } from '../../core/viewers'
import { Form } from '../../ui/form'
import { Rating } from '../../ui/rating'
import { useEdit } from '../../ui/use-edit'
import { w } from '../../words'

/** One's own review, new or changed. */
export function ReviewForm({
  title,
  review,
  close,
  refresh,
}: {
  title: Title
  review: Review | null
  close: () => void
  refresh: () => Promise<void>
}) {
  const [rating, setRating] = useState<number | null>(review?.rating ?? viewerOf(title).rating)
  const header = once()
  const save = useEdit<Review | null>(review)
  const draft = `review of ${title.id}`
  const send = async (texts: Record<string, string>) => {
    if (!rating) throw new Error(w.title.rateToo)
    const mine = { rating, body: texts.body ?? '', contains_spoilers: texts.spoilers === 'on' }
    await save({
      of: (one) => one && bodyOf(one),
      mine,
      send: (from) => (from ? changeReview(title, from, mine, refresh) : writeReview(title, mine, header, refresh)),
      look: async () => review && lookAtReview(review.id),
      tell: (theirs) => w.clash.reviewChanged(theirs?.body ?? ''),
    })
    dropDraft(draft)
    close()
  }
  return (
    <Form send={send} submit={w.common.save}>
      <Rating value={rating} choose={setRating} />
      <label class="field">
        <span>{w.title.reviewBody}</span>
        <textarea
          class="t"
          name="body"
          required
          rows={6}
          maxLength={10000}
          defaultValue={draftOf(draft) ?? review?.body}
          onInput={(event) => keepDraft(draft, event.currentTarget.value)}
        />
      </label>
      <label class="opt">
        <input type="checkbox" name="spoilers" defaultChecked={review?.contains_spoilers} />
        <span>{w.title.spoilers}</span>
      </label>
    </Form>
  )
}
