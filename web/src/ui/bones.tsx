import type { ComponentChildren } from 'preact'
import { yearOf } from '../core/format'
import { knownTitle } from '../core/known'
import { w } from '../words'
import { Heading } from './heading'
import { Poster } from './poster'
import { Late } from './states'

const times = (count: number, draw: (at: number) => ComponentChildren) =>
  Array.from({ length: count }, (_, at) => draw(at))

const Loading = ({ children }: { children: ComponentChildren }) => (
  <Late>
    <span class="vh">{w.common.loading}</span>
    {children}
  </Late>
)

/** Rows with a small poster, as lists have them. */
export const RowBones = ({ count = 10 }: { count?: number }) => (
  <Loading>
    {times(count, (at) => (
      <div key={at} class="row bone-row">
        <div class="bone pb" />
        <div class="lines">
          <div class="bone l1" />
          <div class="bone l2" />
        </div>
      </div>
    ))}
  </Loading>
)

/** What is going on in three boxes, the pick of tonight, and a shelf. */
export const HomeBones = () => (
  <Loading>
    <div class="ups">
      {times(3, (at) => (
        <div key={at} class="bone up-bone" />
      ))}
    </div>
    <div class="bone tonight-bone" />
    <div class="shelf">
      {times(8, (at) => (
        <div key={at} class="bone pb" />
      ))}
    </div>
  </Loading>
)

/** A title's page: with what is known of it already, if it was shown before. */
export function TitleBones({ id }: { id: string }) {
  const title = knownTitle(id)
  const bones = (
    <div class="hero">
      <div class="pos">{title ? <Poster title={title} width={616} /> : <div class="bone pb" />}</div>
      <div class="main lines">
        {title ? (
          <div class="facts">
            <p class="m s">
              {[w.kinds[title.media_type], ...(title.genres ?? []).map((genre) => genre.name)].join(' · ')}
            </p>
            <Heading title={title.title} />
            <p class="m">{yearOf(title)}</p>
          </div>
        ) : (
          <div class="facts">
            <div class="bone l2" />
            <div class="bone h1" />
            <div class="bone l2" />
          </div>
        )}
        <div class="bone own-bone" />
      </div>
      <div class="bone all" />
    </div>
  )
  return title ? bones : <Loading>{bones}</Loading>
}

export const PlotBones = () => (
  <Loading>
    <div class="kpi">
      {times(5, (at) => (
        <div key={at} class="bone kpi-bone" />
      ))}
    </div>
    <div class="g2 plots">
      {times(4, (at) => (
        <div key={at} class="bone plot-bone" />
      ))}
    </div>
  </Loading>
)
