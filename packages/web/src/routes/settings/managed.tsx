// Whether a file owns the configuration, or the console does; and taking it over from the file.
import { useRoleReason } from '../../api/session.ts'
import { useDoing } from '../../api/use-api.ts'
import { managedReason, type Document } from '../../parts/config.ts'
import { AskFirst } from '../../ui/ask-first.tsx'
import classes from './settings.module.css'

export function Managed({ document }: { document: Document }) {
  const reason = managedReason(document)
  const role = useRoleReason('lead')
  const release = useDoing((api) => api.config.release({}), ['config'])
  if (reason === null)
    return (
      <p className="muted">
        Here: people, schedules, policies and services are changed in this console. Once <code>muster apply</code> brings a file, that file
        owns them, and the console shows them without changing them.
      </p>
    )
  return (
    <div className={classes['form']}>
      <p className="foreign">{reason}</p>
      <AskFirst
        panel="change-here"
        title="Change it here from now on?"
        says="Nothing changes now. The console can change things afterwards; the next muster apply of the file overwrites that, and owns it again."
        verb="Change it here"
        act={() => release.mutateAsync()}
        error={release.error}
        pending={release.isPending}
        disabledReason={role}
      >
        Change it here instead…
      </AskFirst>
    </div>
  )
}
