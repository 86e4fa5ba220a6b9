// The handover and the brief for stakeholders, to be read by somebody who was not there: on screen, on paper, or pasted somewhere.
import { BRIEFS } from '@muster/core/vocabulary.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import type { Api } from '../../api/client.ts'
import { reading, useOrg } from '../../api/use-api.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Copy } from '../../ui/copy.tsx'
import { Part, Screen } from '../../ui/screen.tsx'
import { Shown } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import classes from './brief.module.css'

type BriefView = Awaited<ReturnType<Api['incidents']['brief']>>

const WORDS = { handover: 'Handover', stakeholders: 'For stakeholders', review: 'For the review' } as const

export function Brief() {
  const org = useOrg()
  const navigate = useNavigate()
  const { number = '' } = useParams({ strict: false })
  const search = useSearch({ strict: false })
  const whom = BRIEFS.find((one) => one === search['for']) ?? 'handover'
  const query = useQuery(reading(org, ['incidents', number, 'brief', whom], (api) => api.incidents.brief({ id: number, for: whom })))
  return (
    <Screen
      title={WORDS[whom]}
      intro={
        <Link to="/o/$org/incidents/$number" params={{ org, number }}>
          Incident #{number}
        </Link>
      }
      actions={
        <div className={classes['tools']}>
          <Choice
            label="For whom"
            value={whom}
            choices={BRIEFS.map((value) => ({ value, label: WORDS[value] }))}
            onChange={(value) => void navigate({ to: '.', search: { for: value }, replace: true })}
          />
          <Button onClick={() => window.print()}>Print</Button>
        </div>
      }
    >
      <Shown query={query} rows={8}>
        {(brief) => (
          <>
            <h2 className="foreign">{brief.title}</h2>
            <p className="muted">
              As it stood at <Time at={brief.at} />.
            </p>
            {brief.sections.map((section) => (
              <Part key={section.title} title={section.title}>
                <Lines section={section} />
              </Part>
            ))}
            <details className={classes['text']}>
              <summary>As text</summary>
              <Copy value={asText(brief)} label="As text" />
            </details>
          </>
        )}
      </Shown>
    </Screen>
  )
}

function Lines({ section: { lines, nothing } }: { section: BriefView['sections'][number] }) {
  if (lines.length === 0) return <p className="muted">{nothing}</p>
  return (
    <ul className={classes['lines']}>
      {lines.map(({ at, text }, index) => (
        // The same words may have been written twice.
        <li key={index} className={classes['line']}>
          <span className="muted">{at !== null && <Time at={at} only="clock" />}</span>
          <span className="foreign">{text}</span>
        </li>
      ))}
    </ul>
  )
}

/** For a place that Muster does not write to. */
function asText({ title, at, sections }: BriefView): string {
  const parts = sections.map(({ title: heading, lines, nothing }) => {
    const told = lines.map(({ at: when, text }) => `- ${when === null ? '' : `${when.slice(11, 16)} UTC: `}${text}`)
    return `${heading}\n${told.length === 0 ? nothing : told.join('\n')}`
  })
  return `${title}\nAs it stood at ${at}\n\n${parts.join('\n\n')}\n`
}
