// A file as the log shows it: its name leads to it, and a picture is seen small.
import { isPicture } from '@muster/core/protocol/file.ts'
import { fileAddress } from '../../../api/files.ts'
import { useOrg } from '../../../api/use-api.ts'
import type { IncidentView, LogView } from '../view.ts'
import classes from './files.module.css'

type Props = {
  incident: Pick<IncidentView, 'id'>
  entry: LogView
  /** What its caption was put right to; null: it stands as it was. */
  caption: string | null
}

export const isFile = ({ type }: Pick<LogView, 'type'>): boolean => type === 'file.added'

/** The sentence of its entry, with the name in it as a link. */
export function FileWords({ incident, entry }: Omit<Props, 'caption'>) {
  const org = useOrg()
  const name = String(entry.body['name'])
  const place = entry.says.indexOf(name)
  const link = (
    <a
      href={fileAddress(org, incident.id, entry.seq)}
      {...(isPicture(String(entry.body['mediaType'])) ? { target: '_blank', rel: 'noopener' } : { download: name })}
    >
      {name}
    </a>
  )
  if (place < 0) return <>{link}</>
  return (
    <>
      {entry.says.slice(0, place)}
      {link}
      {entry.says.slice(place + name.length)}
    </>
  )
}

/** Of a fixed height, so that what stands below it does not move when it comes. */
export function FilePicture({ incident, entry, caption }: Props) {
  const org = useOrg()
  if (!isPicture(String(entry.body['mediaType']))) return null
  const address = fileAddress(org, incident.id, entry.seq)
  const says = [caption, entry.body['text'], entry.body['name']].find((text) => typeof text === 'string' && text !== '')
  return (
    <a href={address} target="_blank" rel="noopener" className={classes['picture']}>
      <img src={address} alt={String(says)} loading="lazy" decoding="async" />
    </a>
  )
}
