import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { place } from '../core/router'
import { w } from '../words'

/** Longer ones than this are set smaller where there is a picture beside them. */
const LONG = 70

/** The heading of a screen: after a link it gets focus, so that a screen reader says it; and it names the tab. */
export function Heading({
  children,
  title,
  isHidden = false,
}: {
  children?: ComponentChildren
  title: string
  isHidden?: boolean
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (place.peek().by === 'link') heading.current?.focus({ preventScroll: true })
  }, [])
  useEffect(() => {
    document.title = `${title} · ${w.name}`
  }, [title])
  return (
    <h1 ref={heading} dir="auto" tabIndex={-1} class={isHidden ? 'vh' : title.length > LONG ? 'long' : undefined}>
      {children ?? title}
    </h1>
  )
}
