import { SIZES, posterSize, setPosterSize } from '../core/poster-size'
import { Icon } from './icon'
import { Menu } from './menu'
import { w } from '../words'

/** How large the posters of this screen, and of all others, are. */
export function PosterSize() {
  const t = w.viewing
  const choices = () =>
    SIZES.map((size) => ({
      label: t.sizes[size],
      isChosen: posterSize.value === size,
      pick: () => setPosterSize(size),
    }))
  return (
    <Menu class="btn sm" label={`${t.size}: ${t.sizes[posterSize.value]}`} choices={choices}>
      <Icon name="grid" />
      <span class="no-phone">{t.sizes[posterSize.value]}</span>
    </Menu>
  )
}
