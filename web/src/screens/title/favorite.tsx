import { useEffect } from 'preact/hooks'
import { favorites, learnFavorites, setFavorite } from '../../core/favorites'
import { sentence } from '../../core/problem'
import { complain } from '../../core/toasts'
import { Icon } from '../../ui/icon'
import { w } from '../../words'

/** Whether the title is a favourite, and the button that changes it. */
export function Favorite({ titleId }: { titleId: string }) {
  useEffect(() => {
    learnFavorites().catch((error: unknown) => complain(sentence(error)))
  }, [titleId])
  const isOne = favorites.value?.has(titleId) ?? false
  return (
    <button
      type="button"
      class="btn bare sq sm"
      aria-label={w.title.favorite}
      aria-pressed={isOne}
      title={w.title.favorite}
      disabled={favorites.value === null}
      onClick={() => void setFavorite(titleId, !isOne)}
    >
      <Icon name="heart" fill={isOne} />
    </button>
  )
}
