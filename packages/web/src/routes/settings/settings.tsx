// Settings: one section at a time, each at its own address.
import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useRoleReason } from '../../api/session.ts'
import { useOrg } from '../../api/use-api.ts'
import { Screen } from '../../ui/screen.tsx'
import { Empty } from '../../ui/states.tsx'
import { About } from './about.tsx'
import { Audit } from './audit.tsx'
import { Health } from './health.tsx'
import { Invitations } from './invitations.tsx'
import { Members } from './members.tsx'
import { Organisation } from './organisation.tsx'
import { ProtocolSection } from './protocol-section.tsx'
import { SignInWays } from './sign-in-ways.tsx'
import classes from './settings.module.css'
import { Tokens } from './tokens.tsx'

const SECTIONS = [
  { slug: 'organisation', label: 'Organisation', open: true, show: Organisation },
  { slug: 'protocol', label: 'Protocol', open: true, show: ProtocolSection },
  { slug: 'members', label: 'Members', open: false, show: Members },
  { slug: 'invitations', label: 'Invitations', open: false, show: Invitations },
  { slug: 'tokens', label: 'API tokens', open: false, show: Tokens },
  { slug: 'audit', label: 'Audit', open: false, show: Audit },
  { slug: 'sign-in', label: 'Sign-in', open: true, show: SignInWays },
  { slug: 'health', label: 'Health', open: true, show: Health },
  { slug: 'about', label: 'About', open: true, show: About },
] as const

export function Settings() {
  const org = useOrg()
  const { section } = useParams({ strict: false })
  const shown = SECTIONS.find(({ slug }) => slug === (section ?? 'organisation'))
  return (
    <Screen title="Settings" tabTitle={shown === undefined ? 'Settings' : `${shown.label} · Settings`} wide>
      <div className={classes['settings']}>
        <nav className={classes['sections']} aria-label="Sections of the settings">
          {SECTIONS.map(({ slug, label }) => (
            <Link
              key={slug}
              to="/o/$org/settings/$section"
              params={{ org, section: slug }}
              {...(slug === shown?.slug && { 'aria-current': 'page' as const })}
            >
              {label}
            </Link>
          ))}
        </nav>
        <div className={classes['section']}>
          {shown === undefined ? (
            <Empty title="There is no such section">Choose one of those beside.</Empty>
          ) : (
            <Allowed open={shown.open}>
              <shown.show />
            </Allowed>
          )}
        </div>
      </div>
    </Screen>
  )
}

/** The server refuses the rest too: this only says so before it is asked. */
function Allowed({ open, children }: { open: boolean; children: ReactNode }) {
  const reason = useRoleReason('administrator')
  if (open || reason === null) return children
  return <Empty title="This is for administrators">{reason} Ask one of them when something should change.</Empty>
}
