import { useState } from 'preact/hooks'
import { genresOf } from '../../core/genres'
import { type Candidate, type Decision, type Row, decisionOf } from '../../core/imports'
import { when } from '../../core/format'
import { href } from '../../core/root'
import { Dialog } from '../../ui/dialog'
import { Icon } from '../../ui/icon'
import { Poster } from '../../ui/poster'
import { Score } from '../../ui/rating'
import { TitlePicker } from '../../ui/title-picker'
import { w } from '../../words'
import { reasonsOf, resultOf } from './told'

type Choose = (decision: Decision) => void

/** One row: what it says, and what the person may say of it. */
export function Line(props: {
  row: Row
  /** Whether rows of other results stand beside it. */
  isOfMany: boolean
  canDecide: boolean
  /** Of the import. */
  state: string
  choose: Choose
}) {
  const { row, isOfMany, canDecide, state, choose } = props
  const chosen = decisionOf(row)
  return (
    <article class="box q">
      <b>{row.title ?? row.source_text ?? w.common.none}</b>{' '}
      {isOfMany && <span class="pill">{resultOf(row.result, state)}</span>}{' '}
      {chosen && <span class="pill">{w.importing.decisions[chosen] ?? chosen}</span>}
      <div class="m s">
        {factsOf(row).join(' · ')}
        {row.facts.score != null && (
          <>
            {' · '}
            <Score value={Number(row.facts.score)} />
          </>
        )}
        {[null, ...reasonsOf(row)].join(' · ')}
      </div>
      {row.result === 'missing_identity' && <p class="m s">{w.importing.notAsked}</p>}
      {canDecide && row.result === 'ambiguous' ? (
        <Choices row={row} chosen={chosen} choose={choose} />
      ) : (
        <Match row={row} chosen={chosen} canDecide={canDecide} choose={choose} />
      )}
    </article>
  )
}

/** The title that a row was matched with, and what to say where that is wrong. */
function Match({ row, chosen, canDecide, choose }: ChoiceProps & { canDecide: boolean }) {
  const [doubts, setDoubts] = useState(false)
  const t = w.importing
  const found = row.matched
  return (
    <>
      <div class="row wrap s">
        {found && (
          <span>
            → <a href={href(`/titles/${found.title_id}`)}>{found.title}</a>{' '}
            <span class="m">{[found.year, w.kinds[found.media_type]].filter(Boolean).join(' · ')}</span>
          </span>
        )}
        {canDecide && !found && !chosen && <span class="m">{t.becomesOwn}</span>}
        {canDecide && (
          <button type="button" class="btn sm bare" aria-expanded={doubts} onClick={() => setDoubts(!doubts)}>
            {found ? t.notThis : t.other}
          </button>
        )}
        {canDecide && chosen && (
          <button type="button" class="btn sm bare" onClick={() => choose({ decision: null })}>
            {t.takeBack}
          </button>
        )}
      </div>
      {canDecide && doubts && <Choices row={row} chosen={chosen} choose={choose} />}
    </>
  )
}

interface ChoiceProps {
  row: Row
  chosen: string | null
  choose: Choose
}

function Choices({ row, chosen, choose }: ChoiceProps) {
  const [looks, setLooks] = useState(false)
  const t = w.importing
  return (
    <div class="opts">
      <div class="cands" role="group" aria-label={t.candidates(row.title ?? '')}>
        {row.candidates.map((one) => (
          <button
            key={one.title_id}
            type="button"
            class="cand"
            aria-pressed={row.title_id === one.title_id}
            onClick={() => choose({ decision: 'candidate', title_id: one.title_id })}
          >
            <Named one={one} />
          </button>
        ))}
      </div>
      <div class="row wrap">
        <button type="button" class="btn sm bare" onClick={() => setLooks(true)}>
          <Icon name="search" />
          {t.other}
        </button>
        <button
          type="button"
          class="btn sm bare"
          aria-pressed={chosen === 'new_title'}
          onClick={() => choose({ decision: 'new_title' })}
        >
          {w.imports.newTitle}
        </button>
        <button
          type="button"
          class="btn sm bare"
          aria-pressed={chosen === 'skip'}
          onClick={() => choose({ decision: 'skip' })}
        >
          {w.imports.skip}
        </button>
      </div>
      {looks && (
        <Dialog title={row.title ?? t.search} close={() => setLooks(false)}>
          <TitlePicker
            label={t.search}
            submit={t.take}
            initial={row.title ?? ''}
            pick={(id) => {
              setLooks(false)
              choose({ decision: 'title', title_id: id })
            }}
          />
        </Dialog>
      )}
    </div>
  )
}

/** What tells a title from others of its name. */
function Named({ one }: { one: Candidate }) {
  const title = { id: one.title_id, title: one.title, year: one.year, media_type: one.media_type }
  const genre = genresOf(title)?.[0]?.name
  return (
    <>
      <Poster title={title} width={154} />
      <span>
        <b>{one.title}</b>
        <small class="m">{[one.year, w.kinds[one.media_type], genre].filter(Boolean).join(' · ')}</small>
      </span>
    </>
  )
}

function factsOf(row: Row): string[] {
  const { facts } = row
  return [
    w.imports.rowOf(row.member, row.member_row),
    row.title && (row.year ? String(row.year) : w.importing.noYear),
    facts.status && (w.statuses[facts.status as keyof typeof w.statuses] ?? facts.status),
    episodeOf(row),
    facts.watched_on && w.importing.seen(dayOf(facts.watched_on)),
    facts.score == null && facts.original_value,
  ].filter((fact): fact is string => Boolean(fact))
}

const episodeOf = ({ facts }: Row): string | null =>
  facts.season == null ? null : `S${facts.season}${facts.episode == null ? '' : ` E${facts.episode}`}`

/** A day, month, year or instant as files have it, in the words of the language. */
function dayOf(text: string): string {
  if (text.includes('T')) return when(text, 'instant')
  return when(text, ['year', 'month', 'day'][text.split('-').length - 1])
}
