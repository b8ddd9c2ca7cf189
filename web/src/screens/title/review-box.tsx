import { useEffect, useRef, useState } from 'preact/hooks'
import type { Review } from '../../api/types'
import { ago } from '../../core/format'
import { Icon } from '../../ui/icon'
import { Menu } from '../../ui/menu'
import { Score } from '../../ui/rating'
import { w } from '../../words'

/** What somebody wrote. What tells how it ends is not in the document until it is asked for. */
export function ReviewBox({
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
  const text = useRef<HTMLParagraphElement>(null)
  useEffect(() => text.current?.focus(), [isOpen])
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
        <p class="text" ref={isOpen ? text : null} tabIndex={isOpen ? -1 : undefined}>
          {review.body}
        </p>
      )}
    </article>
  )
}
