import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { api } from '../api/client'
import type { TitleSuggestion } from '../api/types'
import { ask } from '../core/asking'
import { yearOf } from '../core/format'
import { isAbort } from '../core/problem'
import { go, place } from '../core/router'
import { me } from '../core/session'
import { w } from '../words'
import { Icon, type IconName } from './icon'
import { Poster } from './poster'
import { Status } from './status'

const FEWEST = 2
const PAUSE = 120

interface Way {
  icon: IconName
  label: string
  to: string
}

/** The search of the head: titles as you type; Enter opens one or shows all results. */
export function SearchBox() {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [found, setFound] = useState<readonly TitleSuggestion[]>([])
  const [at, setAt] = useState(-1)
  const [isOpen, setOpen] = useState(false)
  const [asked, setAsked] = useState('')
  const q = text.trim()

  useEffect(() => {
    if (q.length < FEWEST) {
      setFound([])
      return
    }
    const abort = new AbortController()
    const timer = setTimeout(async () => {
      try {
        const answer = await ask(
          () => api.GET('/api/v1/titles/suggest', { params: { query: { q, limit: 6 } }, signal: abort.signal }),
          abort.signal,
        )
        setFound(answer.items)
        setAsked(q)
        setAt(-1)
      } catch (error) {
        if (!isAbort(error)) setFound([])
      }
    }, PAUSE)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [q])
  useEffect(() => {
    setText('')
    setOpen(false)
  }, [place.value.path])

  const leaveTo = (address: string) => {
    input.current?.blur()
    go(address)
  }
  const open = (title: TitleSuggestion) => leaveTo(`/titles/${title.id}`)
  const t = w.viewing
  const encoded = encodeURIComponent(q)
  const isNothing = asked === q && !found.length
  const ways: Way[] =
    isNothing && me.value
      ? [
          { icon: 'compass', label: t.lookElsewhere(q), to: `/discover?q=${encoded}` },
          { icon: 'plus', label: t.byHand(q), to: `/browse?q=${encoded}&add=1` },
        ]
      : [{ icon: 'search', label: w.browse.allFor(q), to: `/browse?q=${encoded}` }]
  const press = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'Escape') {
      setOpen(false)
      if (!isOpen || !q) input.current?.blur()
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const count = found.length + ways.length
      setAt((before) => (before + (event.key === 'ArrowDown' ? 1 : before < 0 ? count : -1) + count) % count)
    } else if (event.key === 'Enter' && q) {
      event.preventDefault()
      const chosen = event.shiftKey ? undefined : found[at]
      const way = event.shiftKey ? undefined : ways[at - found.length]
      if (chosen) open(chosen)
      else leaveTo(way?.to ?? `/browse?q=${encoded}`)
    }
  }
  const isShown = isOpen && q.length >= FEWEST
  return (
    <div
      class="find"
      onFocusOut={(event) =>
        !(event.currentTarget as HTMLElement).contains(event.relatedTarget as Node) && setOpen(false)
      }
    >
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        id="search"
        role="combobox"
        list={undefined}
        autocomplete="off"
        aria-label={w.nav.searchCatalogue}
        aria-expanded={isShown}
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={isShown && at >= 0 ? `${id}-${at}` : undefined}
        placeholder={w.nav.searchTitles}
        value={text}
        onFocus={() => setOpen(true)}
        onInput={(event) => {
          setText(event.currentTarget.value)
          setOpen(true)
        }}
        onKeyDown={press}
      />
      <kbd aria-hidden="true">/</kbd>
      <div role="listbox" id={id} class="found" aria-label={w.browse.suggestions} hidden={!isShown}>
        {found.map((title, index) => (
          <div
            key={title.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            class="opt1"
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => open(title)}
          >
            <Poster title={title} width={154} />
            <span>
              <b>
                <Matched text={title.title} q={q} />
              </b>
              <small class="m">{[yearOf(title), title.genres[0]?.name].filter(Boolean).join(' · ')}</small>
            </span>
            {title.viewer?.status && <Status status={title.viewer.status} isShort />}
          </div>
        ))}
        {isNothing && <p class="m s none">{t.none(q)}</p>}
        {ways.map((way, index) => (
          <div
            key={way.to}
            id={`${id}-${found.length + index}`}
            role="option"
            aria-selected={at === found.length + index}
            class="opt1"
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => leaveTo(way.to)}
          >
            <b class="ic">
              <Icon name={way.icon} />
            </b>
            <span>{way.label}</span>
            {index === 0 && <kbd aria-hidden="true">↵</kbd>}
          </div>
        ))}
      </div>
    </div>
  )
}

/** A title, with the letters that were typed in bold; what was found in another spelling has none. */
function Matched({ text, q }: { text: string; q: string }) {
  const typed = q.trim()
  const at = text.toLowerCase().indexOf(typed.toLowerCase())
  if (!typed || at < 0 || text.length !== text.toLowerCase().length) return text
  return (
    <>
      {text.slice(0, at)}
      <strong>{text.slice(at, at + typed.length)}</strong>
      {text.slice(at + typed.length)}
    </>
  )
}
