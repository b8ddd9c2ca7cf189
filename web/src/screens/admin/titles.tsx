import { useState } from 'preact/hooks'
import { api } from '../../api/client'
import type { ListedTitle } from '../../api/types'
import { act } from '../../core/acting'
import { ask } from '../../core/asking'
import { yearOf } from '../../core/format'
import { href } from '../../core/root'
import { Dialog } from '../../ui/dialog'
import { Endless } from '../../ui/endless'
import { Poster } from '../../ui/poster'
import { Empty } from '../../ui/states'
import { useSure } from '../../ui/sure'
import { TitlePicker } from '../../ui/title-picker'
import { useList } from '../../ui/use-list'
import { w } from '../../words'
import { once } from '../../core/sending'

/** Titles that people brought along: to confirm for everybody, or to merge into one that exists. */
export function Titles() {
  const [merged, setMerged] = useState<ListedTitle | null>(null)
  const view = useList<ListedTitle, null>(
    'unconfirmed',
    ({ cursor, signal }) =>
      ask(
        () =>
          api.GET('/api/v1/titles', {
            params: {
              query: { visibility: 'unconfirmed', limit: 50, sort: '-created_at', ...(cursor ? { cursor } : {}) },
            },
            signal,
          }),
        signal,
      ),
    null,
  )
  const [sure, askFirst] = useSure()
  const refresh = () => view.refilter()
  const confirm = (title: ListedTitle) => {
    const params = { path: { title_id: title.id }, header: once() }
    askFirst({
      title: w.administering.confirmSure(title.title),
      text: w.administering.confirmMore,
      label: w.administering.confirm,
      act: () =>
        void act(
          () => api.POST('/api/v1/titles/{title_id}/confirm', { params, body: {} }),
          w.administering.confirmed,
          refresh,
        ),
    })
  }
  return (
    <>
      <Endless view={view} empty={<Empty title={w.administering.noTitles} text={w.administering.noTitlesMore} />}>
        {(titles) => (
          <ul class="plain lines">
            {titles.map((title) => (
              <li key={title.id} class="item played">
                <Poster title={title} width={154} />
                <div class="n">
                  <a class="tt" href={href(`/titles/${title.id}`)}>
                    {title.title}
                  </a>
                  <span class="m s">
                    {[
                      yearOf(title),
                      w.kinds[title.media_type],
                      ...Object.entries(title.external_ids).map((pair) => pair.join(' ')),
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                </div>
                <span class="row push">
                  <button type="button" class="btn sm" onClick={() => setMerged(title)}>
                    {w.administering.merge}
                  </button>
                  <button type="button" class="btn sm lamp" onClick={() => confirm(title)}>
                    {w.administering.confirm}
                  </button>
                </span>
              </li>
            ))}
          </ul>
        )}
      </Endless>
      {sure}
      {merged && <Merge title={merged} close={() => setMerged(null)} done={refresh} />}
    </>
  )
}

function Merge({ title, close, done }: { title: ListedTitle; close: () => void; done: () => unknown }) {
  const header = once()
  const merge = (into: string) =>
    void act(
      () =>
        api.POST('/api/v1/titles/{title_id}/merge', {
          params: { path: { title_id: title.id }, header },
          body: { into_id: into },
        }),
      w.administering.merged,
      done,
    ).then((isDone) => isDone && close())
  return (
    <Dialog title={`${w.administering.merge}: ${title.title}`} close={close}>
      <p class="m">{w.administering.mergeMore}</p>
      <TitlePicker
        label={w.administering.mergeInto}
        submit={w.administering.merge}
        kind={title.media_type}
        without={title.id}
        initial={title.title}
        pick={merge}
      />
    </Dialog>
  )
}
