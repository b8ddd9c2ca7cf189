import { useState } from 'preact/hooks'
import { api } from '../../api/client'
import type { Review, Title } from '../../api/types'
import { ask } from '../../core/asking'
import { complainOf } from '../../core/complaints'
import type { ReadPage } from '../../core/list'
import { refreshViewer } from '../../core/looking'
import { lookAtReview, removeReview } from '../../core/reviews'
import { place, setQuery } from '../../core/router'
import { me } from '../../core/session'
import { viewerOf } from '../../core/viewers'
import { Dialog } from '../../ui/dialog'
import { Icon } from '../../ui/icon'
import { Failure } from '../../ui/states'
import { useList } from '../../ui/use-list'
import { w } from '../../words'
import { ReviewBox } from './review-box'
import { ReviewForm } from './review-form'

const NEWEST = '-created_at'
const SORTS = [NEWEST, '-rating', 'rating'] as const
const sortWords = () => ({ [NEWEST]: w.title.newest, '-rating': w.title.highest, rating: w.title.lowest })

interface Filter {
  titleId: string
  sort: (typeof SORTS)[number]
}

const read: ReadPage<Review, Filter> = ({ filter, cursor, withTotal, signal }) => {
  const query = { sort: filter.sort, limit: 20, with_total: withTotal, ...(cursor ? { cursor } : {}) }
  const params = { path: { title_id: filter.titleId }, query }
  return ask(() => api.GET('/api/v1/titles/{title_id}/reviews', { params, signal }), signal)
}

export function Reviews({ title, reload: reloadTitle }: { title: Title; reload: () => void }) {
  const sort = SORTS.find((one) => one === place.value.query.get('reviews')) ?? NEWEST
  const view = useList('reviews', read, { titleId: title.id, sort })
  const [edited, setEdited] = useState<Review | 'new' | null>(null)
  const { items, total } = view
  const own = items.find((review) => review.author.id === me.value?.id)
  const ownId = viewerOf(title).review_id
  const refresh = async () => {
    await Promise.all([view.refilter(), refreshViewer(title.id)])
    reloadTitle()
  }
  const close = () => setEdited(null)
  const write = async () => setEdited(ownId ? await lookAtReview(ownId) : 'new')
  const isKnown = !ownId || items.length > 0
  return (
    <section class="revs">
      <div class="head">
        <h2>{w.title.reviews}</h2>
        {items.length > 1 && <Sorts sort={sort} />}
        {me.value && !own && isKnown && (
          <button type="button" class="btn lamp sm push" onClick={() => void write().catch(complainOf)}>
            <Icon name="pen" />
            {ownId ? w.title.writeTitle : w.title.write}
          </button>
        )}
      </div>
      {view.error ? <Failure error={view.error} retry={() => void view.retry()} /> : null}
      {view.isComplete && !items.length && <p class="m">{`${w.title.noReviews}. ${w.title.noReviewsMore}`}</p>}
      <div class={view.isLoading ? 'g2 is-loading' : 'g2'}>
        {items.map((review) => (
          <ReviewBox
            key={review.id}
            review={review}
            isOwn={review === own}
            edit={() => setEdited(review)}
            remove={() => void removeReview(title, review, refresh)}
          />
        ))}
      </div>
      {items.length > 0 && !view.isComplete && (
        <button type="button" class="btn bare sm all-of" onClick={() => void view.need(items.length)}>
          <Icon name="down" />
          {w.viewing.more(Math.max(1, (total ?? 0) - items.length))}
        </button>
      )}
      {edited && (
        <Dialog title={w.title.writeTitle} close={close} wide>
          <ReviewForm title={title} review={edited === 'new' ? null : edited} close={close} refresh={refresh} />
        </Dialog>
      )}
    </section>
  )
}

const Sorts = ({ sort }: { sort: Filter['sort'] }) => (
  <span class="seg no-phone" role="group" aria-label={w.common.sort}>
    {SORTS.map((one) => (
      <button
        key={one}
        type="button"
        aria-pressed={sort === one}
        onClick={() => setQuery({ reviews: one === NEWEST ? null : one }, { push: true })}
      >
        {sortWords()[one]}
      </button>
    ))}
  </span>
)
