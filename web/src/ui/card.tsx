import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { CardTitle } from '../api/types'
import { yearOf } from '../core/format'
import { keep } from '../core/kept'
import { href } from '../core/root'
import { changeStatus } from '../core/undoable'
import { viewerOf } from '../core/viewers'
import { w } from '../words'
import { Icon } from './icon'
import { Menu } from './menu'
import { Poster } from './poster'
import { Score } from './rating'
import { statusChoices } from './status'

/** A title's poster, and below it what is known and the button that adds it or changes its status. */
export function Card({
  title,
  isStatic = false,
  isUnlinked = false,
  number,
  foot,
}: {
  title: CardTitle
  isStatic?: boolean
  isUnlinked?: boolean
  number?: number | undefined
  foot?: ComponentChildren
}) {
  const viewer = viewerOf(title)
  const average = viewer.rating ?? title.rating?.average ?? title.average_rating
  const genre = title.genres?.[0]?.name
  return (
    <article class="card" data-title={title.id}>
      <a href={isUnlinked ? undefined : href(`/titles/${title.id}`)}>
        <Poster title={title} />
        <span class="t" dir="auto">
          {number === undefined ? title.title : `${number}. ${title.title}`}
        </span>
      </a>
      <div class="f">
        {average ? <Score value={average} isMean={viewer.rating === null} /> : null}
        {foot ?? (
          <span>
            {yearOf(title)}
            {genre && <span class="g">{` · ${genre}`}</span>}
          </span>
        )}
        {isStatic ? null : viewer.status ? (
          <Menu
            class={`add on ${viewer.status}`}
            label={w.common.change(title.title, w.statuses[viewer.status])}
            choices={() => statusChoices(title)}
          >
            <Icon name={viewer.status} />
          </Menu>
        ) : (
          <button
            type="button"
            class="add"
            aria-label={w.common.addTo(title.title)}
            onClick={() => void changeStatus(title, 'planned')}
          >
            <Icon name="plus" />
          </button>
        )}
      </div>
    </article>
  )
}

/** A row of cards that moves sideways; on the way back it is where it was left. */
export function Shelf({ titles, label }: { titles: readonly CardTitle[]; label: string }) {
  const box = useRef<HTMLDivElement>(null)
  const [left] = useState(() => keep(`shelf ${label}`, () => ({ x: 0 })))
  useLayoutEffect(() => box.current?.scrollTo(left.x, 0), [])
  const note = () => {
    left.x = box.current?.scrollLeft ?? 0
  }
  return (
    <div ref={box} class="shelf" role="group" aria-label={label} tabIndex={0} onScroll={note}>
      {titles.map((title) => (
        <Card key={title.id} title={title} />
      ))}
    </div>
  )
}
