// Adds a file to the log: chosen or photographed, dropped on the page, or pasted; with a caption, before it goes.
import { TextInput, VisuallyHidden } from '@mantine/core'
import { sizeInWords } from '@muster/core/protocol/file.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useRoleReason } from '../../../api/session.ts'
import { useOrg } from '../../../api/use-api.ts'
import { Button } from '../../../ui/button.tsx'
import { NotDone } from '../../../ui/states.tsx'
import type { IncidentView } from '../view.ts'
import classes from './files.module.css'
import { canBeSent, change, choose, leave, send, useUnsentFiles, type Unsent } from './unsent-files.ts'

const LONGEST_CAPTION = 500

/** Beside where one writes. What it opens lets a phone choose between its camera and its files. */
export function AddFile({ incident }: { incident: IncidentView }) {
  const input = useRef<HTMLInputElement>(null)
  const reason = useRoleReason('responder')
  return (
    <>
      <Button disabledReason={reason} onClick={() => input.current?.click()}>
        Add a file
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          choose(incident.id, [...(currentTarget.files ?? [])])
          // Chosen again after it was left, the same file is a change too.
          currentTarget.value = ''
        }}
      />
    </>
  )
}

/** The whole page is a place to drop something, whatever of the incident it shows. */
export function DropPlace({ incident }: { incident: IncidentView }) {
  const isOver = useDropAndPaste(incident)
  if (!isOver) return null
  return (
    <p className={classes['drop']} role="status">
      Let it go: it will be added to #{incident.number}.
    </p>
  )
}

/** What was chosen and is not on the log yet. */
export function UnsentFiles({ incident }: { incident: IncidentView }) {
  const files = useUnsentFiles(incident.id)
  if (files.length === 0) return null
  return (
    <ul className={classes['unsent']} aria-label="Files to be added">
      {files.map((file) => (
        <li key={file.key}>
          <OneUnsent incident={incident} unsent={file} />
        </li>
      ))}
    </ul>
  )
}

function OneUnsent({ incident: { id }, unsent }: { incident: IncidentView; unsent: Unsent }) {
  const org = useOrg()
  const queries = useQueryClient()
  const { key, file, caption, isFixed, progress, error } = unsent
  const reason = useRoleReason('responder')
  const isGoing = progress !== null
  const isSendable = canBeSent(unsent)
  const onAdded = () => queries.invalidateQueries({ queryKey: [org, 'incidents'] })
  return (
    <form
      className={classes['one']}
      aria-label={`Add ${file.name}`}
      onSubmit={(event) => {
        event.preventDefault()
        if (reason === null && !isGoing) void send({ org, incident: id, onAdded }, unsent)
      }}
    >
      <p className={classes['name']}>
        <span className="foreign strong">{file.name}</span> <span className="muted">{sizeInWords(file.size)}</span>
      </p>
      {isSendable && isFixed && !isGoing && (
        // It may be there already: under its key nothing else is sent. As words, which take less room than a field.
        <p className="muted small">
          {caption.trim() !== '' && <span className="foreign">“{caption.trim()}” · </span>}
          What it says can be put right in the story.
        </p>
      )}
      {isSendable && (!isFixed || isGoing) && (
        <TextInput
          aria-label={`What there is to see in ${file.name}`}
          placeholder="What there is to see in it (may be left out)"
          maxLength={LONGEST_CAPTION}
          value={caption}
          readOnly={isGoing}
          onChange={(event) => change(id, key, { caption: event.currentTarget.value })}
        />
      )}
      {isGoing && <Way name={file.name} part={progress} />}
      <NotDone error={error} />
      <div className={classes['buttons']}>
        {isSendable && (
          <Button primary size="compact-sm" type="submit" loading={isGoing} disabledReason={reason}>
            {error === null ? 'Put the file on the log' : 'Try again'}
          </Button>
        )}
        <Button size="compact-sm" disabledReason={isGoing ? 'It is on its way.' : null} onClick={() => leave(id, key)}>
          Leave it
        </Button>
      </div>
    </form>
  )
}

/** All of it can be sent while the answer is still out: then the server is storing it. */
function Way({ name, part }: { name: string; part: number }) {
  const percent = Math.floor(part * 100)
  return (
    <div className={classes['way']}>
      <progress max={100} value={percent} aria-label={`How much of ${name} has gone`} />
      <span className="muted small">{percent < 100 ? `${percent} % sent` : 'Sent; being stored'}</span>
      <VisuallyHidden role="status">{percent < 100 ? `Sending ${name}` : `Storing ${name}`}</VisuallyHidden>
    </div>
  )
}

const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') === true

/** Anywhere on the page: dropped beside a small target, a file would replace the page in the browser. True while one is held over it. */
function useDropAndPaste({ id }: IncidentView): boolean {
  const [isOver, setIsOver] = useState(false)
  const mayAdd = useRoleReason('responder') === null
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setIsOver(mayAdd)
    }
    const out = (event: DragEvent) => {
      if (event.relatedTarget === null) setIsOver(false)
    }
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setIsOver(false)
      if (mayAdd) choose(id, [...(event.dataTransfer?.files ?? [])])
    }
    const paste = ({ clipboardData }: ClipboardEvent) => {
      // A spreadsheet gives its cells as text and as a picture of them: the text is what was meant.
      const files = clipboardData === null || clipboardData.types.includes('text/plain') ? [] : [...clipboardData.files]
      if (mayAdd && files.length > 0) choose(id, files)
    }
    const heard = new AbortController()
    const { signal } = heard
    window.addEventListener('dragover', over, { signal })
    window.addEventListener('dragleave', out, { signal })
    window.addEventListener('drop', drop, { signal })
    window.addEventListener('paste', paste, { signal })
    return () => heard.abort()
  }, [id, mayAdd])
  return isOver
}
