import { useState } from 'preact/hooks'
import { type Options, SOURCES } from '../../core/imports'
import { Field } from '../../ui/field'
import { w } from '../../words'

/** What opens an encrypted archive. */
export const Password = (more: { autofocus?: boolean; required?: boolean }) => (
  <Field
    label={w.importing.password}
    name="password"
    type="password"
    hint={w.importing.passwordHint}
    autocomplete="off"
    {...more}
  />
)

/** What a person knows of a file; only what is given is told. The password is asked at the upload alone. */
export function OptionFields({ given = {}, withPassword }: { given?: Options; withPassword?: boolean }) {
  const t = w.importing
  const [source, setSource] = useState<string>(given.source ?? '')
  return (
    <>
      <Select
        label={t.source}
        name="source"
        value={source}
        change={setSource}
        choices={[['', t.anySource], ...Object.entries(SOURCES)]}
      />
      {withPassword && <Password />}
      <Field label={t.profile} name="profile" hint={t.profileHint} defaultValue={given.profile ?? ''} />
      <Select
        label={t.dates}
        name="date_order"
        value={given.date_order}
        choices={[
          ['', t.anyDates],
          ['dmy', t.dmy],
          ['mdy', t.mdy],
        ]}
      />
      <Field label={t.zone} name="time_zone" defaultValue={given.time_zone ?? ''} placeholder="Europe/Berlin" />
      {source === 'imdb' && (
        <Select
          label={t.listsAs}
          name="lists_as"
          value={given.lists_as}
          choices={(['planned', 'list', 'ignore'] as const).map((one) => [one, t.lists[one]])}
        />
      )}
    </>
  )
}

/** What a form with these fields tells. */
export const optionsOf = (form: HTMLFormElement): Options =>
  Object.fromEntries(
    [...new FormData(form)].filter((pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1] !== ''),
  )

interface SelectProps {
  label: string
  name: string
  value?: string | undefined
  change?: (value: string) => void
  choices: readonly (readonly [value: string, text: string])[]
}

const Select = ({ label, name, value, change, choices }: SelectProps) => (
  <label class="field">
    <span>{label}</span>
    <select class="t" name={name} value={value} onChange={(event) => change?.(event.currentTarget.value)}>
      {choices.map(([one, text]) => (
        <option key={one} value={one} selected={one === (value ?? '')}>
          {text}
        </option>
      ))}
    </select>
  </label>
)
