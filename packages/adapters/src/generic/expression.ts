// A mapping's expression: a path, a template with paths in it, plain words, or a list of these of which the first that says something wins.
import { scalarText } from '../clean.ts'
import { readPath, valuesAt } from './path.ts'

export type Expr = string | string[]

/** What an expression gave and which part of it gave it. */
export type Found = { text: string; from: string }

const SLOT = /\{\{\s*([^{}]*?)\s*\}\}/g
const TEXT_LIMIT = 65_536

export function find(expr: Expr | undefined, root: unknown): Found | null {
  for (const one of alternatives(expr)) {
    const text = textOf(one, root)
    if (text !== null) return { text, from: one }
  }
  return null
}

/** The first value itself, whatever its kind, where an expression is a plain path. */
export function findValue(expr: Expr | undefined, root: unknown): { value: unknown; from: string } | null {
  for (const path of alternatives(expr)) {
    const [value] = valuesAt(path, root)
    if (value !== undefined && value !== null && value !== '') return { value, from: path }
  }
  return null
}

function alternatives(expr: Expr | undefined): string[] {
  if (expr === undefined) return []
  return typeof expr === 'string' ? [expr] : expr
}

function textOf(expr: string, root: unknown): string | null {
  if (expr.startsWith('$')) return textAt(expr, root)
  if (!expr.includes('{{')) return scalarText(expr)
  let said = false
  const text = expr.replace(SLOT, (_, path: string) => {
    const found = textAt(path, root)
    said ||= found !== null
    return found ?? ''
  })
  return said ? text.slice(0, TEXT_LIMIT).trim() : null
}

function textAt(path: string, root: unknown): string | null {
  const texts = valuesAt(path, root).map(scalarText)
  return scalarText(
    texts
      .filter((text) => text !== null)
      .join(', ')
      .slice(0, TEXT_LIMIT),
  )
}

/** What is wrong with an expression as text, or null. */
export function exprFault(expr: string): string | null {
  if (expr.length > 1024) return 'is longer than 1024 characters'
  if (expr.startsWith('$')) return readPath(expr) === null ? `is not a path: ${expr}` : null
  for (const [, path = ''] of expr.matchAll(SLOT)) {
    if (readPath(path) === null) return `has a slot that is not a path: {{ ${path} }}`
  }
  return null
}
