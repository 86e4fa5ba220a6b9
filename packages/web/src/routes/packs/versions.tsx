// The versions of a pack, youngest first: who published each and why, what it changed, and the way back to it.
import { useDoing } from '../../api/use-api.ts'
import { AskFirst } from '../../ui/ask-first.tsx'
import { Time } from '../../ui/time.tsx'
import type { Shown } from './editor.tsx'
import classes from './packs.module.css'

export function Versions({ pack, fixed }: { pack: Shown; fixed: string | null }) {
  return (
    <ul className={classes['things']} aria-label="Versions">
      {pack.versions.map(({ version, at, by, note, changes, proposedBy }) => (
        <li key={version} className={classes['thing']}>
          <h3>
            Version {version}
            {version === pack.version && ' · the newest'}
          </h3>
          <p>
            <span className="foreign">{note}</span>{' '}
            <span className="muted">
              {by ?? 'Muster'}
              {at !== null && (
                <>
                  , <Time at={at} />
                </>
              )}
              {proposedBy !== null && `, proposed by the ledger: ${proposedBy}`}
            </span>
          </p>
          {changes.length > 0 && (
            <details className={classes['more']}>
              <summary>
                {changes.length} {changes.length === 1 ? 'change' : 'changes'}
              </summary>
              <ul className={classes['plain']}>
                {changes.map((says) => (
                  <li key={says} className="foreign">
                    {says}
                  </li>
                ))}
              </ul>
            </details>
          )}
          {version !== pack.version && <Again pack={pack} version={version} fixed={fixed} />}
        </li>
      ))}
    </ul>
  )
}

function Again({ pack, version, fixed }: { pack: Shown; version: number; fixed: string | null }) {
  const back = useDoing(
    (api) => api.packs.goBack({ pack: pack.name, version, after: pack.version, note: `As version ${version} was` }),
    ['config'],
  )
  return (
    <AskFirst
      panel={`again-${version}`}
      title={`Use version ${version} again?`}
      says={`It is published as version ${pack.version + 1}. New incidents go by it; those that are open keep theirs. Nothing of what came between is lost.`}
      verb="Use it again"
      act={() => back.mutateAsync()}
      error={back.error}
      pending={back.isPending}
      disabledReason={fixed}
    >
      Use version {version} again…
    </AskFirst>
  )
}
