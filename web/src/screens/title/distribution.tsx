import type { Title } from '../../api/types'
import { mean, score } from '../../core/format'
import { viewerOf } from '../../core/viewers'
import { w } from '../../words'

const SCORES = ['5', '4.5', '4', '3.5', '3', '2.5', '2', '1.5', '1']

/** Everyone's ratings, with one's own among them. */
export function Distribution({ title }: { title: Title }) {
  const { average, count, distribution } = title.rating
  const counts = distribution as Record<string, number>
  const own = viewerOf(title).rating
  const most = Math.max(1, ...Object.values(counts))
  const said = SCORES.filter((one) => counts[one])
    .map((one) => w.title.times(counts[one] ?? 0, one))
    .join(', ')
  return (
    <aside class="box all" aria-label={w.title.distribution('')}>
      {average === null ? (
        <div>
          <b>{w.title.notRatedYet}</b>
          <p class="s m">{w.title.beFirst}</p>
        </div>
      ) : (
        <div class="row">
          <span class="figure">{mean(average)}</span>
          <div class="s m">
            {w.title.ratings(count)}
            <br />
            {w.title.reviewsCount(title.reviews_count)}
          </div>
        </div>
      )}
      <div
        class={average === null ? 'dist no-phone' : 'dist'}
        role="img"
        aria-label={w.title.distribution(said || w.title.notRatedYet)}
      >
        {SCORES.map((one) => (
          <span key={one} class={String(own) === one ? 'me' : undefined}>
            <i>{score(Number(one))}</i>
            <b>
              <u style={{ width: `${((counts[one] ?? 0) / most) * 100}%` }} />
            </b>
            <em>{counts[one] || ''}</em>
          </span>
        ))}
      </div>
      {own !== null && <p class="s m">{w.title.you(score(own), Math.max(0, (counts[String(own)] ?? 1) - 1))}</p>}
    </aside>
  )
}
