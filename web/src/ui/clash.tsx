import { type Clash, clash } from '../core/clash'
import { clashWords } from '../words/clash'
import { Dialog } from './dialog'

/** Theirs and mine, with a choice; closing it leaves theirs. */
export default function ClashDialog({ of }: { of: Clash }) {
  const t = clashWords()
  const close = () => {
    clash.value = null
  }
  const take = () => {
    close()
    of.takeMine()
  }
  return (
    <Dialog title={t.title(of.title)} close={close}>
      <p class="m">{t.more}</p>
      <div class="row wrap">
        <button type="button" class="btn" onClick={close}>
          {t.keepTheirs(of.theirs)}
        </button>
        <button type="button" class="btn lamp" onClick={take}>
          {t.takeMine(of.mine)}
        </button>
      </div>
    </Dialog>
  )
}
