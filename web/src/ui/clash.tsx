import { type Clash, clash } from '../core/clash'
import { Dialog } from './dialog'
import { w } from '../words'

/** Theirs and mine, with a choice; closing it leaves theirs. */
export default function ClashDialog({ of }: { of: Clash }) {
  const t = w.clash
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
