// Plants small mistakes in a source, mechanically: every place where an operator, a condition, a number or a word could be wrong.
import { parseSync, visitorKeys } from 'oxc-parser'

export type Mutant = {
  /** Below core's source folder: `page/decide.ts`. */
  file: string
  line: number
  start: number
  end: number
  was: string
  is: string
  kind: string
}

type Node = { type: string; start: number; end: number } & Record<string, unknown>
type Change = { at: Node | { start: number; end: number }; is: string; kind: string }
type Site = { node: Node; parents: readonly Node[]; text: (node: Node) => string; words: readonly string[] }

export function plant(file: string, source: string): Mutant[] {
  const { program, errors } = parseSync(file, source)
  if (errors.length > 0) throw new Error(`${file} cannot be read: ${errors[0]?.message ?? ''}`)
  const text = (node: Node) => source.slice(node.start, node.end)
  const mutants: Mutant[] = []
  const words = wordsOf(program as unknown as Node)
  const visit = (node: Node, parents: readonly Node[]) => {
    for (const { at, is, kind } of changesAt({ node, parents, text, words })) {
      const was = source.slice(at.start, at.end)
      if (was === is) continue
      mutants.push({ file, line: source.slice(0, at.start).split('\n').length, start: at.start, end: at.end, was, is, kind })
    }
    for (const child of childrenOf(node)) visit(child, [...parents, node])
  }
  visit(program as unknown as Node, [])
  return mutants
}

/** Types are no code: nothing is planted in them. */
function childrenOf(node: Node): Node[] {
  return (visitorKeys[node.type] ?? []).flatMap((key) => {
    const value = node[key]
    const children = Array.isArray(value) ? value : [value]
    return children.filter((child): child is Node => isNode(child) && !isType(child))
  })
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value
const wrappers = ['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression']
const isType = (node: Node) => node.type.startsWith('TS') && !wrappers.includes(node.type)

/** Every word of the file that stands as a value, so that one can be taken for another of its family. */
function wordsOf(program: Node): string[] {
  const words = new Set<string>()
  const visit = (node: Node) => {
    if (node.type === 'ImportDeclaration') return
    if (node.type === 'Literal' && typeof node['value'] === 'string') words.add(node['value'])
    for (const child of childrenOf(node)) visit(child)
  }
  visit(program)
  return [...words].toSorted()
}

function changesAt(site: Site): Change[] {
  const { node } = site
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression':
    case 'AssignmentExpression':
      return operators(site)
    case 'UnaryExpression':
      return node['operator'] === '!' ? [{ at: node, is: site.text(node['argument'] as Node), kind: 'a negation is dropped' }] : []
    case 'IfStatement':
      return conditions(site)
    case 'ConditionalExpression':
      return branches(site)
    case 'ExpressionStatement':
    case 'ForOfStatement':
    case 'BreakStatement':
      return [{ at: node, is: '{}', kind: 'a statement is dropped' }]
    case 'Literal':
      return literals(site)
    case 'ArrayExpression':
      return elements(site, node['elements'] as Node[])
    case 'ObjectExpression':
      return elements(site, node['properties'] as Node[])
    case 'CallExpression':
      return calls(site)
    case 'ReturnStatement':
      return returns(site)
    case 'SwitchCase':
      return cases(site)
    default:
      return []
  }
}

const swaps: Record<string, string[]> = {
  '<': ['<=', '>'],
  '<=': ['<', '>'],
  '>': ['>=', '<'],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '&&': ['||'],
  '||': ['&&'],
  '+=': ['-=', '='],
  '-=': ['+='],
}

function operators({ node, text }: Site): Change[] {
  const [left, right, operator] = [node['left'] as Node, node['right'] as Node, String(node['operator'])]
  if (operator === '??') {
    return [
      { at: node, is: text(left), kind: 'the other value is dropped' },
      { at: node, is: `(${text(right)})`, kind: 'only the other value is taken' },
    ]
  }
  const changes = (swaps[operator] ?? []).map((other) => ({
    at: node,
    is: `${text(left)} ${other} ${text(right)}`,
    kind: 'another operator',
  }))
  if (operator !== '&&' && operator !== '||') return changes
  return [...changes, { at: node, is: text(left), kind: 'half a condition' }, { at: node, is: text(right), kind: 'half a condition' }]
}

function conditions({ node, text }: Site): Change[] {
  const test = node['test'] as Node
  const negated = { at: test, is: `!(${text(test)})`, kind: 'a condition is turned round' }
  const never = { at: test, is: 'false', kind: 'a condition never holds' }
  return [negated, never, ...(node['alternate'] === null ? [] : [{ at: test, is: 'true', kind: 'a condition always holds' }])]
}

function branches({ node, text }: Site): Change[] {
  const [consequent, alternate] = [text(node['consequent'] as Node), text(node['alternate'] as Node)]
  return [
    { at: node, is: `(${consequent})`, kind: 'always the first of two' },
    { at: node, is: `(${alternate})`, kind: 'always the second of two' },
  ]
}

function literals({ node, parents, words }: Site): Change[] {
  const parent = parents.at(-1)
  const value = node['value']
  if (typeof value === 'number') return [value + 1, value - 1].map((other) => ({ at: node, is: String(other), kind: 'another number' }))
  if (typeof value === 'boolean') return [{ at: node, is: String(!value), kind: 'yes for no' }]
  if (typeof value !== 'string' || parent === undefined) return []
  const isName =
    parent.type === 'ImportDeclaration' || (parent.type === 'Property' && parent['key'] === node) || parent.type === 'SwitchCase'
  return isName ? [] : kin(value, words).map((other) => ({ at: node, is: `'${other}'`, kind: 'another word' }))
}

/** The next word of the same family: `page.ended` is of one with `page.snoozed`, `first-rung` with what has no dot. */
function kin(word: string, words: readonly string[]): string[] {
  const family = (one: string) => (one.includes('.') ? one.split('.')[0] : /^[a-z-]+$/.test(one) ? '' : null)
  const relatives = words.filter((one) => family(one) === family(word) && family(word) !== null)
  const next = relatives[(relatives.indexOf(word) + 1) % relatives.length]
  return next === undefined || next === word ? [] : [next]
}

function elements({ node, text }: Site, all: readonly Node[]): Change[] {
  const [open, close] = node.type === 'ArrayExpression' ? ['[', ']'] : ['{ ', ' }']
  return all.map((dropped) => {
    const rest = all.filter((one) => one !== dropped).map(text)
    const what = dropped.type === 'SpreadElement' ? 'a spread' : node.type === 'ArrayExpression' ? 'an element' : 'a field'
    return { at: node, is: `${open}${rest.join(', ')}${close}`, kind: `${what} is dropped` }
  })
}

const twins: Record<string, string> = {
  some: 'every',
  every: 'some',
  find: 'findLast',
  findLast: 'find',
  max: 'min',
  min: 'max',
  floor: 'ceil',
}
const through = ['filter', 'slice', 'toSorted', 'padStart', 'flatMap']

function calls({ node, text }: Site): Change[] {
  const callee = node['callee'] as Node
  if (callee.type !== 'MemberExpression') return []
  const [object, property] = [callee['object'] as Node, callee['property'] as Node]
  const name = text(property)
  const twin = twins[name]
  if (twin !== undefined) return [{ at: property, is: twin, kind: 'another method' }]
  return through.includes(name) && name !== 'flatMap' ? [{ at: node, is: text(object), kind: 'a step is left out' }] : []
}

/** A return gives what its neighbour gives. */
function returns({ node, parents, text }: Site): Change[] {
  const owner = parents.findLast((one) => /Function/.test(one.type))
  const argument = node['argument'] as Node | null
  if (owner === undefined || argument === null) return []
  const all = returnsOf(owner)
  const neighbour = all[all.findIndex((one) => one.start === node.start) + 1] ?? all[all.findIndex((one) => one.start === node.start) - 1]
  const other = neighbour?.['argument'] as Node | null | undefined
  return other == null ? [] : [{ at: argument, is: text(other), kind: 'a return gives what its neighbour gives' }]
}

function returnsOf(owner: Node): Node[] {
  const found: Node[] = []
  const visit = (node: Node) => {
    if (node.type === 'ReturnStatement') found.push(node)
    for (const child of childrenOf(node)) if (!/Function/.test(child.type)) visit(child)
  }
  for (const child of childrenOf(owner)) visit(child)
  return found
}

/** A case does what the next one does. */
function cases({ node, parents }: Site): Change[] {
  const all = (parents.at(-1)?.['cases'] ?? []) as Node[]
  const [index, body] = [all.indexOf(node), node['consequent'] as Node[]]
  const [first, last] = [body[0], body.at(-1)]
  if (first === undefined || last === undefined || index === all.length - 1) return []
  return [{ at: { start: first.start, end: last.end }, is: '', kind: 'a case does what the next one does' }]
}
