/** The path below which a proxy serves the page, with a slash at its end: the service writes it into index.html. */
export const ROOT: string =
  (typeof document === 'undefined' ? null : document.querySelector<HTMLMetaElement>('meta[name=root]')?.content) || '/'

/** A path of the page as the browser needs it: `/list` is `/wk/list` below `/wk/`. */
export const href = (path: string): string => ROOT + path.replace(/^\//, '')

/** A browser's path as the page knows it, with a slash at its beginning. */
export const pathOf = (pathname: string): string => `/${pathname.slice(ROOT.length)}`
