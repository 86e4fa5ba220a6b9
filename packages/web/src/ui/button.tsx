// A button that cannot be used stays where it is, and says why.
import { Button as MantineButton, Tooltip, type ButtonProps } from '@mantine/core'
import { useId, type MouseEventHandler, type ReactNode } from 'react'
import classes from './button.module.css'

type Props = Omit<ButtonProps, 'disabled' | 'children'> & {
  children: ReactNode
  /** A sentence; null or absent: it can be pressed. */
  disabledReason?: string | null | undefined
  /** The one thing to press on this screen. */
  primary?: boolean
  onClick?: MouseEventHandler<HTMLButtonElement>
  type?: 'button' | 'submit'
  'aria-label'?: string
  'aria-pressed'?: boolean
  'aria-expanded'?: boolean
  'aria-keyshortcuts'?: string
}

export function Button({ children, disabledReason = null, primary = false, onClick, type = 'button', ...rest }: Props) {
  const whyId = useId()
  const button = (
    <MantineButton
      {...rest}
      className={[classes['button'], rest.className].join(' ')}
      type={type}
      variant={primary ? 'filled' : (rest.variant ?? 'default')}
      // Not `disabled`: it stays in the order of the keyboard, so that its reason can be heard.
      aria-disabled={disabledReason !== null}
      data-disabled={disabledReason !== null || undefined}
      aria-describedby={disabledReason === null ? undefined : whyId}
      {...(disabledReason === null ? (onClick ? { onClick } : {}) : { onClick: (event) => event.preventDefault() })}
    >
      {children}
    </MantineButton>
  )
  if (disabledReason === null) return button
  return (
    <>
      <Tooltip label={disabledReason} multiline maw={320} events={{ hover: true, focus: true, touch: true }}>
        {button}
      </Tooltip>
      <span id={whyId} className={classes['why']}>
        {disabledReason}
      </span>
    </>
  )
}
