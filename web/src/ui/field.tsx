import type { InputHTMLAttributes } from 'preact'

/** A labelled field of a form. */
export function Field({ label, hint, ...input }: { label: string; hint?: string } & InputHTMLAttributes) {
  return (
    <label class="field">
      <span>{label}</span>
      <input class="t" {...input} />
      {hint && <small class="m">{hint}</small>}
    </label>
  )
}

/** The texts of a form's fields by their names. */
export function textsOf(form: HTMLFormElement): Record<string, string> {
  return Object.fromEntries(
    [...new FormData(form)].map(([name, value]) => [name, typeof value === 'string' ? value : '']),
  )
}
