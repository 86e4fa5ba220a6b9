// The frame of a screen: its heading, what can be done with all of it, its contents; and the title of the browser's tab.
import { useEffect, type ReactNode } from 'react'
import classes from './screen.module.css'

type Props = { title: string; tabTitle?: string; intro?: ReactNode; actions?: ReactNode; wide?: boolean; children: ReactNode }

export function Screen({ title, tabTitle, intro, actions, wide = false, children }: Props) {
  useEffect(() => {
    document.title = `${tabTitle ?? title} · Muster`
  }, [title, tabTitle])
  return (
    <div className={wide ? classes['wide'] : classes['screen']}>
      <header className={classes['head']}>
        <div className={classes['words']}>
          <h1 tabIndex={-1}>{title}</h1>
          {intro !== undefined && <div className="muted">{intro}</div>}
        </div>
        {actions !== undefined && <div className={classes['actions']}>{actions}</div>}
      </header>
      {children}
    </div>
  )
}

/** A part of a screen under a small heading. */
export function Part({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes['part']} aria-label={title}>
      <div className={classes['part-head']}>
        <h2>{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  )
}
