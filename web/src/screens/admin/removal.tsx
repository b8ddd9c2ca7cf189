import type { AdminUser } from '../../api/types'
import { Dialog } from '../../ui/dialog'
import { w } from '../../words'

/** Asks once more before an account goes: nothing brings it back. */
export function Removal({ user, close, remove }: { user: AdminUser; close: () => void; remove: () => void }) {
  const t = w.administering
  return (
    <Dialog title={t.removeSure(user.username)} close={close}>
      <p>{t.removeMore}</p>
      <div class="row wrap">
        <button type="button" class="btn" onClick={close}>
          {w.common.cancel}
        </button>
        <button type="button" class="btn danger" onClick={remove}>
          {w.administering.removeUser}
        </button>
      </div>
    </Dialog>
  )
}
