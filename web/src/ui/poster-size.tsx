import { SIZES, posterSize, setPosterSize } from '../core/poster-size'
import { viewing } from '../words/viewing'
import { Icon } from './icon'
import { Menu } from './menu'

/** How large the posters of this screen, and of all others, are. */
export function PosterSize() {
  const t = viewing()
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
