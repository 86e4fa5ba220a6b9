// A list whose order matters: its items are dragged by their handle, or moved with the arrow keys on it.
import { useRef, useState, type ReactNode } from 'react'
import classes from './ordered.module.css'

type Props<T> = {
  items: readonly T[]
  label: string
  nameOf: (item: T) => string
  move: (from: number, to: number) => void
  /** Null when it may be moved. */
  fixed: string | null
  children: (item: T, index: number) => ReactNode
}

export function Ordered<T>({ items, label, nameOf, move, fixed, children }: Props<T>) {
  const list = useRef<HTMLOListElement>(null)
  const [dragged, setDragged] = useState<number | null>(null)
  const [said, setSaid] = useState('')
  const put = (from: number, to: number) => {
    const item = items[from]
    if (item === undefined || from === to || to < 0 || to >= items.length) return
    move(from, to)
    setSaid(`${nameOf(item)} is now ${to + 1} of ${items.length}.`)
  }
  const follow = (event: React.PointerEvent) => {
    if (dragged === null) return
    const boxes = [...(list.current?.children ?? [])].map((one) => one.getBoundingClientRect())
    const over = boxes.findIndex((box) => event.clientY >= box.top && event.clientY < box.bottom)
    if (over === -1 || over === dragged) return
    put(dragged, over)
    setDragged(over)
  }
  const press = (index: number) => (event: React.KeyboardEvent<HTMLButtonElement>) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (step === 0) return
    event.preventDefault()
    put(index, index + step)
    const handles = list.current?.querySelectorAll<HTMLElement>('[data-handle]')
    // The item went to another place of the list; the keyboard goes with it.
    requestAnimationFrame(() => handles?.[Math.min(items.length - 1, Math.max(0, index + step))]?.focus())
  }
  return (
    <>
      <ol ref={list} className={classes['list']} aria-label={label}>
        {items.map((item, index) => (
          <li key={index} className={classes['item']} data-dragged={dragged === index || undefined}>
            {fixed === null && items.length > 1 && (
              <button
                type="button"
                data-handle
                className={classes['handle']}
                aria-label={`Move ${nameOf(item)}, ${index + 1} of ${items.length}: arrow up or down`}
                onKeyDown={press(index)}
                onPointerDown={(event) => {
                  event.currentTarget.setPointerCapture(event.pointerId)
                  setDragged(index)
                }}
                onPointerMove={follow}
                onPointerUp={() => setDragged(null)}
                onPointerCancel={() => setDragged(null)}
              >
                ⠿
              </button>
            )}
            {children(item, index)}
          </li>
        ))}
      </ol>
      <span role="status" className={classes['said']}>
        {said}
      </span>
    </>
  )
}

export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const rest = items.filter((_, index) => index !== from)
  return [...rest.slice(0, to), ...items.slice(from, from + 1), ...rest.slice(to)]
}
