// Who needs whom, drawn: left what users meet, right what everything stands on. Every node is a link that says the same in words.
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useOrg } from '../../api/use-api.ts'
import { HEALTH_LOOKS, HealthMark } from '../../parts/health.tsx'
import { namesOf } from '../../parts/standing.tsx'
import { Empty } from '../../ui/states.tsx'
import { layersOf } from './layers.ts'
import classes from './services.module.css'
import type { ServiceRow } from './view.ts'

const NODE = { width: 176, height: 48 }
const GAP = { x: 88, y: 16 }
const EDGE = 8
const NAME_LENGTH = 20

type Placed = { service: ServiceRow; x: number; y: number }

export function Graph({ services }: { services: readonly ServiceRow[] }) {
  const drawn = useMemo(() => draw(services), [services])
  const [near, setNear] = useState<string | null>(null)
  if (drawn.nodes.length === 0)
    return (
      <Empty title="No dependency is written down yet">
        Open a service, press Edit, and name what it depends on: then an incident shows what else it may take down.
      </Empty>
    )
  const alone = services.length - drawn.nodes.length
  return (
    <>
      {/* What scrolls must be reachable by keyboard. */}
      <section className={classes['graph']} tabIndex={0} aria-label="Dependencies, drawn">
        <svg width={drawn.width} height={drawn.height} role="group" aria-label="Services and what they depend on">
          {drawn.edges.map(({ from, to }) => (
            <path
              key={`${from.service.slug} ${to.service.slug}`}
              className={classes['edge']}
              data-near={near === from.service.slug || near === to.service.slug || undefined}
              data-failing={to.service.health === 'failing' || undefined}
              d={curve(from, to)}
            />
          ))}
          {drawn.nodes.map((node) => (
            <Node key={node.service.slug} node={node} drawn={drawn} setNear={setNear} />
          ))}
        </svg>
      </section>
      {alone > 0 && (
        <p className="muted small">
          {alone === 1 ? 'One service' : `${alone} services`} without a dependency {alone === 1 ? 'is' : 'are'} only in the list.
        </p>
      )}
      {/* On a phone there is no room to draw it. */}
      <details className={classes['in-words']} open={window.matchMedia('(max-width: 720px)').matches}>
        <summary>In words</summary>
        <InWords drawn={drawn} />
      </details>
    </>
  )
}

type Drawn = ReturnType<typeof draw>

function draw(services: readonly ServiceRow[]) {
  const bySlug = new Map(services.map((service) => [service.slug, service]))
  const needed = new Set(services.flatMap(({ dependsOn }) => dependsOn))
  const tied = services.filter(({ slug, dependsOn }) => needed.has(slug) || dependsOn.some((one) => bySlug.has(one)))
  const edges = new Map(tied.map(({ slug, dependsOn }) => [slug, dependsOn.filter((one) => bySlug.has(one))]))
  const { columns } = layersOf([...edges.keys()], edges)
  const tallest = Math.max(0, ...columns.map(({ length }) => length))
  const stepY = NODE.height + GAP.y
  const placed = new Map<string, Placed>()
  for (const [column, slugs] of columns.entries())
    for (const [row, slug] of slugs.entries()) {
      const service = bySlug.get(slug)
      // A short column stands in the middle of the tallest.
      const y = EDGE + (row + (tallest - slugs.length) / 2) * stepY
      if (service !== undefined) placed.set(slug, { service, x: EDGE + column * (NODE.width + GAP.x), y })
    }
  const nodes = [...placed.values()]
  return {
    nodes,
    edges: nodes.flatMap((from) =>
      (edges.get(from.service.slug) ?? []).flatMap((slug) => {
        const to = placed.get(slug)
        return to === undefined || to === from ? [] : [{ from, to }]
      }),
    ),
    width: 2 * EDGE + columns.length * (NODE.width + GAP.x) - GAP.x,
    height: 2 * EDGE + tallest * stepY - GAP.y,
  }
}

function curve(from: Placed, to: Placed): string {
  const middle = NODE.height / 2
  const [x1, y1, x2, y2] = [from.x + NODE.width, from.y + middle, to.x, to.y + middle]
  // One that closes a circle goes back: around, under the nodes.
  if (x2 <= x1) {
    const under = Math.max(from.y, to.y) + NODE.height + GAP.y / 2
    return `M${x1},${y1} C${x1 + 40},${under} ${x2 - 40},${under} ${x2},${y2}`
  }
  const bend = Math.max(32, (x2 - x1) / 2)
  return `M${x1},${y1} C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2},${y2}`
}

function Node({ node: { service, x, y }, drawn, setNear }: { node: Placed; drawn: Drawn; setNear: (slug: string | null) => void }) {
  const org = useOrg()
  const { shape, word } = HEALTH_LOOKS[service.health]
  const name = service.name.length > NAME_LENGTH ? `${service.name.slice(0, NAME_LENGTH - 1)}…` : service.name
  return (
    <Link
      to="/o/$org/services/$service"
      params={{ org, service: service.slug }}
      className={classes['node']}
      data-health={service.health}
      aria-label={`${service.name}: ${word}${service.criticalPath ? ' · critical path' : ''}. ${wordsOf(service.slug, drawn)}`}
      onMouseEnter={() => setNear(service.slug)}
      onMouseLeave={() => setNear(null)}
      onFocus={() => setNear(service.slug)}
      onBlur={() => setNear(null)}
    >
      <title>{service.name}</title>
      <rect x={x} y={y} width={NODE.width} height={NODE.height} rx={8} />
      <text x={x + 12} y={y + 20} className={classes['node-name']}>
        {name}
      </text>
      <text x={x + 12} y={y + 38} className={classes['node-health']}>
        {shape} {word}
        {service.criticalPath && ' · critical path'}
      </text>
    </Link>
  )
}

function wordsOf(slug: string, { edges }: Drawn): string {
  const needs = edges.filter(({ from }) => from.service.slug === slug).map(({ to }) => to.service.name)
  const needed = edges.filter(({ to }) => to.service.slug === slug).map(({ from }) => from.service.name)
  return [
    needs.length === 0 ? 'Depends on nothing here.' : `Depends on ${namesOf(needs, 8)}.`,
    ...(needed.length === 0 ? [] : [`Needed by ${namesOf(needed, 8)}.`]),
  ].join(' ')
}

function InWords({ drawn }: { drawn: Drawn }) {
  const org = useOrg()
  return (
    <ul>
      {drawn.nodes.map(({ service }) => (
        <li key={service.slug}>
          <Link to="/o/$org/services/$service" params={{ org, service: service.slug }}>
            {service.name}
          </Link>{' '}
          <HealthMark health={service.health} />. {wordsOf(service.slug, drawn)}
        </li>
      ))}
    </ul>
  )
}
