import { useState } from 'preact/hooks'
import { api } from '../../api/client'
import type { Review, Title } from '../../api/types'
import { ask, askWhole } from '../../core/asking'
import { ago } from '../../core/format'
import { sentence } from '../../core/problem'
import { once } from '../../core/sending'
import { me } from '../../core/session'
import { complain, say } from '../../core/toasts'
import { refreshViewer, undoOperation } from '../../core/undoable'
import { viewerOf } from '../../core/viewers'
import { Dialog } from '../../ui/dialog'
import { Form } from '../../ui/form'
import { Icon } from '../../ui/icon'
import { useLoad } from '../../ui/load'
import { Menu } from '../../ui/menu'
import { Rating, Score } from '../../ui/rating'
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
  const remove = async (review: Review) => {
    try {
      const { response } = await askWhole(() =>
        api.DELETE('/api/v1/reviews/{review_id}', { params: { path: { review_id: review.id } } }),
      )
      const operation = response.headers.get('Operation-ID')
      say(w.title.reviewRemoved, operation ? () => void undoOperation(operation, refresh) : undefined)
      await refresh()
    } catch (error) {
      complain(sentence(error))
    }
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
            remove={() => void remove(review)}
          />
        ))}
      </div>
      {edited && (
        <Dialog title={w.title.writeTitle} close={() => setEdited(null)} wide>
          <ReviewForm
            title={title}
            review={edited === 'new' ? null : edited}
            done={() => {
              setEdited(null)
              void refresh()
            }}
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

function ReviewForm({ title, review, done }: { title: Title; review: Review | null; done: () => void }) {
  const [rating, setRating] = useState<number | null>(review?.rating ?? viewerOf(title).rating)
  const header = once()
  const send = async (texts: Record<string, string>) => {
    const body = { rating: rating ?? 0, body: texts.body ?? '', contains_spoilers: texts.spoilers === 'on' }
    if (!rating) throw new Error(w.title.rateToo)
    if (review)
      await ask(() => api.PUT('/api/v1/reviews/{review_id}', { params: { path: { review_id: review.id } }, body }))
    else {
      const path = { title_id: title.id }
      await ask(() =>
        api.POST('/api/v1/titles/{title_id}/reviews', {
          params: { path, header },
          body: { ...body, mark_completed: true },
        }),
      )
    }
    say(w.title.reviewSaved)
    done()
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
