import { href } from '../core/root'
import { Heading } from '../ui/heading'
import { Icon } from '../ui/icon'
import { w } from '../words'

/** Everything of the person, in files for here and elsewhere. */
export default function Export() {
  return (
    <>
      <div class="ttl">
        <Heading title={w.imports.exportTitle} />
        <p class="m">{w.imports.exportMore}</p>
      </div>
      <ul class="plain boxes">
        {Object.entries(w.imports.formats).map(([format, text]) => (
          <li key={format} class="box stack">
            <h2>{format}</h2>
            <p class="m">{text}</p>
            <a class="btn" href={href(`/api/v1/exports/${format}`)} download={`${format}`}>
              <Icon name="download" />
              {w.imports.download}
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}
