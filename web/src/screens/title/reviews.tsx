import { useState } from 'preact/hooks'
import { api } from '../../api/client'
import type { Review, Title } from '../../api/types'
import { ask } from '../../core/asking'
import { ago } from '../../core/format'
import { bodyOf, changeReview, lookAtReview, removeReview, writeReview } from '../../core/reviews'
import { once } from '../../core/sending'
import { me } from '../../core/session'
import { refreshViewer } from '../../core/looking'
import { viewerOf } from '../../core/viewers'
import { Dialog } from '../../ui/dialog'
import { Form } from '../../ui/form'
import { Icon } from '../../ui/icon'
import { useLoad } from '../../ui/load'
import { Menu } from '../../ui/menu'
import { Rating, Score } from '../../ui/rating'
import { useEdit } from '../../ui/use-edit'
import { w } from '../../words'

const SORTS = { '-created_at': 'newest', '-rating': 'highest', rating: 'lowest' } as const
type Sort = keyof typeof SORTS

export function Reviews({ title, reload: reloadTitle }: { title: Title; reload: () => void }) {
  const [sort, setSort] = useState<Sort>('-created_at')
  const [edited, setEdited] = useState<Review | 'new' | null>(null)
  const { value, reload } = useLoad(`reviews ${title.id} ${sort}`, (signal) =>
    ask(
      () =>
        api.GET('/api/v1/titles/{title_id}/reviews', {
          params: { path: { title_id: title.id }, query: { sort, limit: 50 } },
          signal,
        }),
      signal,
    ),
  )
  const reviews = value?.items ?? []
  const own = reviews.find((review) => review.author.id === me.value?.id)
  const refresh = async () => {
    await Promise.all([reload(), refreshViewer(title.id)])
    reloadTitle()
  }
  return (
    <section class="revs">
      <div class="head">
        <h2>{w.title.reviews}</h2>
        {reviews.length > 1 && (
          <span class="seg no-phone" role="group" aria-label={w.common.sort}>
            {(Object.keys(SORTS) as Sort[]).map((one) => (
              <button key={one} type="button" aria-pressed={sort === one} onClick={() => setSort(one)}>
                {w.title[SORTS[one]]}
              </button>
            ))}
          </span>
        )}
        {me.value && !own && (
          <button type="button" class="btn lamp sm push" onClick={() => setEdited('new')}>
            <Icon name="pen" />
            {w.title.write}
          </button>
        )}
      </div>
      {value && !reviews.length && <p class="m">{`${w.title.noReviews}. ${w.title.noReviewsMore}`}</p>}
      <div class="g2">
        {reviews.map((review) => (
          <ReviewBox
            key={review.id}
            review={review}
            isOwn={review === own}
            edit={() => setEdited(review)}
            remove={() => void removeReview(title, review, refresh)}
          />
        ))}
      </div>
      {edited && (
        <Dialog title={w.title.writeTitle} close={() => setEdited(null)} wide>
          <ReviewForm
            title={title}
            review={edited === 'new' ? null : edited}
            close={() => setEdited(null)}
            refresh={refresh}
          />
        </Dialog>
      )}
    </section>
  )
}

function ReviewBox({
  review,
  isOwn,
  edit,
  remove,
}: {
  review: Review
  isOwn: boolean
  edit: () => void
  remove: () => void
}) {
  const [isOpen, setOpen] = useState(false)
  const isHidden = review.contains_spoilers && !isOpen && !isOwn
  const choices = () => [
    { label: w.common.edit, pick: edit },
    { label: w.common.delete, pick: remove, isDanger: true },
  ]
  return (
    <article class="box">
      <div class="row">
        <span class="ava" aria-hidden="true">
          {review.author.username.slice(0, 1).toUpperCase()}
        </span>
        <div>
          <b>{review.author.username}</b>
          <div class="s m">
            {review.rating !== null && <Score value={review.rating} />} {ago(review.created_at)}
          </div>
        </div>
        {isOwn && (
          <Menu class="btn bare sq sm push" label={w.common.moreFor(w.title.writeTitle)} choices={choices}>
            <Icon name="more" />
          </Menu>
        )}
      </div>
      {isHidden ? (
        <button type="button" class="veil" onClick={() => setOpen(true)}>
          <Icon name="eye" />
          <span>
            <b>{w.title.veil}</b>
            <br />
            <small>{w.title.show}</small>
          </span>
        </button>
      ) : (
        <p class="text">{review.body}</p>
      )}
    </article>
  )
}

function ReviewForm({
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
  const send = async (texts: Record<string, string>) => {
    if (!rating) throw new Error(w.title.rateToo)
    const mine = { rating, body: texts.body ?? '', contains_spoilers: texts.spoilers === 'on' }
    await save({
      of: (one) => one && bodyOf(one),
      mine,
      send: (from) => (from ? changeReview(from, mine, refresh) : writeReview(title, mine, header, refresh)),
      look: async () => review && lookAtReview(review.id),
      tell: (theirs) => w.clash.reviewChanged(theirs?.body ?? ''),
    })
    close()
  }
  return (
    <Form send={send} submit={w.common.save}>
      <Rating value={rating} choose={setRating} />
      <label class="field">
        <span>{w.title.reviewBody}</span>
        <textarea class="t" name="body" required rows={6} maxLength={10000} defaultValue={review?.body} />
      </label>
      <label class="opt">
        <input type="checkbox" name="spoilers" defaultChecked={review?.contains_spoilers} />
        <span>{w.title.spoilers}</span>
      </label>
    </Form>
  )
}
