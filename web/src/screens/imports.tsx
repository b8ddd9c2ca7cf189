import { isRunning } from '../core/imports'
import { Heading } from '../ui/heading'
import { w } from '../words'
import { Earlier, useImports } from './import/earlier'
import { Steps } from './import/steps'
import { Upload } from './import/upload'

/** The beginning of an import, and those there were. */
export default function Imports() {
  const imports = useImports()
  return (
    <>
      <div class="row wrap ttl">
        <div class="lead">
          <Heading title={w.imports.title} />
          <p class="m">{w.imports.lead}</p>
        </div>
        <Steps at={0} />
      </div>
      <div class="two-thirds">
        <Upload running={imports.value?.items.find(isRunning)} refused={() => void imports.reload()} />
        <Earlier of={imports} />
      </div>
    </>
  )
}
