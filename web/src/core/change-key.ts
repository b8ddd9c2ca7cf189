/** A name for one change. `crypto.randomUUID` is missing on plain http. */
export function changeKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
