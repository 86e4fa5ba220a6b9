// The page in front of the console: a heading, one thing to do, nothing else.
import { useEffect, type ReactNode } from 'react'
import classes from './door.module.css'

export function Door({ title, intro, children }: { title: string; intro?: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Muster`
  }, [title])
  return (
    <main className={classes['door']}>
      <p className={classes['brand']}>
        <span aria-hidden="true">◆</span> Muster
      </p>
      <div>
        <h1>{title}</h1>
        {intro !== undefined && <p className="muted">{intro}</p>}
      </div>
      {children}
    </main>
  )
}
