import { exactOf, multiply } from './exact-number.ts'
import type { Exact } from './exact-number.ts'

/** Where in the text, in characters, for the editor's mark. */
export type Span = { from: number; to: number }
export const COMPARISONS = ['<', '<=', '>', '>=', '=', '!='] as const
export type Comparison = (typeof COMPARISONS)[number]
const FUNCTIONS = {
  min: { least: 2, most: 8 },
  max: { least: 2, most: 8 },
  clamp: { least: 3, most: 3 },
  round: { least: 1, most: 1 },
} as const
export type FunctionName = keyof typeof FUNCTIONS
const KEYWORDS = ['if', 'then', 'else', 'and', 'or', 'not', 'otherwise'] as const

export type Expression = Span &
  (
    | { kind: 'NUMBER'; value: Exact; units: readonly [above: string | null, below: string | null] }
    | { kind: 'MEASURE'; key: string }
    | { kind: 'NEGATE' | 'NOT'; of: Expression }
    | { kind: 'SUM'; sign: 1 | -1; left: Expression; right: Expression }
    | { kind: 'PRODUCT'; left: Expression; right: Expression }
    | { kind: 'QUOTIENT'; left: Expression; right: Expression; otherwise: Expression | null }
    | { kind: 'COMPARE'; by: Comparison; left: Expression; right: Expression }
    | { kind: 'BOTH' | 'EITHER'; left: Expression; right: Expression }
    | { kind: 'CALL'; name: FunctionName; of: readonly Expression[] }
    | { kind: 'IF'; condition: Expression; yes: Expression; no: Expression }
  )

export const FORMULA_LIMITS = { length: 600, parts: 120, depth: 24 } as const
export type FormulaProblemCode =
  | 'FORMULA_EMPTY'
  | 'FORMULA_TOO_LARGE'
  | 'FORMULA_SYNTAX'
  | 'FORMULA_UNFINISHED'
  | 'FORMULA_EXPECTED'
  | 'FORMULA_ARGUMENTS'
  | 'FORMULA_UNKNOWN_NAME'
  | 'FORMULA_UNKNOWN_UNIT'
  | 'FORMULA_UNITS'
  | 'FORMULA_NEEDS_OTHERWISE'
  | 'FORMULA_DIVIDES_BY_ZERO'
  | 'FORMULA_NOT_A_NUMBER'
  | 'FORMULA_NOT_A_CONDITION'
  | 'FORMULA_NOT_IN_POINTS'
export type FormulaProblem = Span & { code: FormulaProblemCode; values: Record<string, string> }
export type ParsedFormula =
  | { ok: true; expression: Expression; parts: number }
  | { ok: false; problem: FormulaProblem }

type Token = Span & { kind: 'NUMBER' | 'NAME' | 'SIGN' | 'END'; text: string }

/** What a Chinese keyboard writes for a sign, and a Chinese office for a word. */
const sameSigns: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '（': '(',
    '）': ')',
    '，': ',',
    '、': ',',
    '×': '*',
    '÷': '/',
    '≤': '<=',
    '≥': '>=',
    '≠': '!=',
    '＋': '+',
    '－': '-',
    '＜': '<',
    '＞': '>',
    '＝': '=',
  }),
)
const sameWords: ReadonlyMap<string, string> = new Map(
  Object.entries({
    如果: 'if',
    那么: 'then',
    否则: 'else',
    并且: 'and',
    或者: 'or',
    不是: 'not',
    除数为零时: 'otherwise',
    最小: 'min',
    最大: 'max',
    取整: 'round',
  }),
)
const lexeme =
  /\s*(?:(?<number>\d+(?:\.\d+)?[%％]?)|(?<name>[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*)|(?<sign><=|>=|!=|[-+*/(),<>=（），、×÷≤≥≠＋－＜＞＝]))/uy

class Broken extends Error {
  readonly problem: FormulaProblem
  constructor(code: FormulaProblemCode, { from, to }: Span, values: Record<string, string> = {}) {
    super(code)
    this.problem = { code, from, to, values }
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  const end = text.trimEnd().length
  for (let at = 0; at < end; at = lexeme.lastIndex) {
    lexeme.lastIndex = at
    const found = lexeme.exec(text)
    if (found?.groups === undefined)
      throw new Broken('FORMULA_SYNTAX', { from: at, to: at + 1 }, { found: text.charAt(at) })
    const to = lexeme.lastIndex
    const { number, name, sign } = found.groups
    const written = number ?? name ?? sign ?? ''
    const span = { from: to - written.length, to }
    if (number !== undefined) tokens.push({ kind: 'NUMBER', text: number, ...span })
    else if (name !== undefined)
      tokens.push({ kind: 'NAME', text: sameWords.get(name) ?? name, ...span })
    else tokens.push({ kind: 'SIGN', text: sameSigns.get(written) ?? written, ...span })
  }
  return [...tokens, { kind: 'END', text: '', from: end, to: end }]
}

const isKeyword = (word: string) => KEYWORDS.some((keyword) => keyword === word)
const isFunction = (word: string): word is FunctionName => Object.hasOwn(FUNCTIONS, word)
const isComparison = (sign: string): sign is Comparison => COMPARISONS.some((one) => one === sign)
const HUNDREDTH = exactOf('0.01')

/**
 * Reads a formula. There are no loops, no functions of one's own and no recursion in it, and its size is limited: to
 * compute it always ends.
 */
export function parseFormula(text: string): ParsedFormula {
  if (text.length > FORMULA_LIMITS.length) {
    const values = { maximum: String(FORMULA_LIMITS.length) }
    return {
      ok: false,
      problem: { code: 'FORMULA_TOO_LARGE', from: 0, to: text.length, values },
    }
  }
  if (text.trim() === '')
    return { ok: false, problem: { code: 'FORMULA_EMPTY', from: 0, to: 0, values: {} } }
  try {
    const reader = new Reader(tokensOf(text))
    const expression = reader.whole()
    return { ok: true, expression, parts: reader.parts }
  } catch (broken) {
    if (broken instanceof Broken) return { ok: false, problem: broken.problem }
    throw broken
  }
}

class Reader {
  parts = 0
  private at = 0
  private depth = 0
  private readonly tokens: readonly Token[]
  constructor(tokens: readonly Token[]) {
    this.tokens = tokens
  }

  whole(): Expression {
    const expression = this.either()
    const rest = this.peek()
    if (rest.kind !== 'END') this.refuse(rest)
    return expression
  }

  private peek(ahead = 0): Token {
    return this.tokens[this.at + ahead] ?? { kind: 'END', text: '', from: 0, to: 0 }
  }
  private take(): Token {
    const token = this.peek()
    this.at += 1
    return token
  }
  private takes(text: string): boolean {
    const { kind, text: next } = this.peek()
    if (kind === 'END' || kind === 'NUMBER' || next !== text) return false
    this.at += 1
    return true
  }
  private expect(text: string): void {
    if (!this.takes(text)) this.refuse(this.peek(), text)
  }
  private refuse(token: Token, expected = ''): never {
    const values = { found: token.text, expected: expected || 'none' }
    if (token.kind === 'END') throw new Broken('FORMULA_UNFINISHED', token, values)
    throw new Broken(expected === '' ? 'FORMULA_SYNTAX' : 'FORMULA_EXPECTED', token, values)
  }
  private made(expression: Expression): Expression {
    this.parts += 1
    if (this.parts > FORMULA_LIMITS.parts)
      throw new Broken('FORMULA_TOO_LARGE', expression, { maximum: String(FORMULA_LIMITS.parts) })
    return expression
  }
  private deeper(read: () => Expression): Expression {
    this.depth += 1
    if (this.depth > FORMULA_LIMITS.depth)
      throw new Broken('FORMULA_TOO_LARGE', this.peek(), { maximum: String(FORMULA_LIMITS.depth) })
    const expression = read()
    this.depth -= 1
    return expression
  }

  private either(): Expression {
    let left = this.both()
    while (this.takes('or')) left = this.joined('EITHER', left, this.both())
    return left
  }
  private both(): Expression {
    let left = this.negated()
    while (this.takes('and')) left = this.joined('BOTH', left, this.negated())
    return left
  }
  private negated(): Expression {
    const { from } = this.peek()
    if (!this.takes('not')) return this.compared()
    const of = this.deeper(() => this.negated())
    return this.made({ kind: 'NOT', of, from, to: of.to })
  }
  private joined(kind: 'BOTH' | 'EITHER' | 'PRODUCT', left: Expression, right: Expression) {
    return this.made({ kind, left, right, from: left.from, to: right.to })
  }
  private compared(): Expression {
    const left = this.sum()
    const { kind, text } = this.peek()
    if (kind !== 'SIGN' || !isComparison(text)) return left
    this.take()
    const right = this.sum()
    return this.made({ kind: 'COMPARE', by: text, left, right, from: left.from, to: right.to })
  }
  private sum(): Expression {
    let left = this.product()
    for (;;) {
      const sign = this.takes('+') ? 1 : this.takes('-') ? -1 : null
      if (sign === null) return left
      const right = this.product()
      left = this.made({ kind: 'SUM', sign, left, right, from: left.from, to: right.to })
    }
  }
  private product(): Expression {
    let left = this.signed()
    for (;;) {
      if (this.takes('*')) left = this.joined('PRODUCT', left, this.signed())
      else if (this.takes('/')) {
        const right = this.signed()
        const otherwise = this.takes('otherwise') ? this.signed() : null
        const to = (otherwise ?? right).to
        left = this.made({ kind: 'QUOTIENT', left, right, otherwise, from: left.from, to })
      } else return left
    }
  }
  private signed(): Expression {
    const { from } = this.peek()
    if (this.takes('-')) {
      const of = this.deeper(() => this.signed())
      return this.made({ kind: 'NEGATE', of, from, to: of.to })
    }
    return this.single()
  }
  private single(): Expression {
    const token = this.take()
    if (token.kind === 'NUMBER') return this.number(token)
    if (token.kind === 'SIGN' && token.text === '(') {
      const inner = this.deeper(() => this.either())
      this.expect(')')
      return inner
    }
    if (token.kind !== 'NAME') this.refuse(token)
    if (token.text === 'if') return this.choice(token)
    if (isKeyword(token.text)) this.refuse(token)
    if (this.takes('(')) return this.call(token)
    return this.made({ kind: 'MEASURE', key: token.text, from: token.from, to: token.to })
  }
  /** A number may have a unit, 'points' or 'points/record': units have no dot in their names, measures always have. */
  private number(token: Token): Expression {
    const isShare = /[%％]$/.test(token.text)
    const value = exactOf(isShare ? token.text.slice(0, -1) : token.text)
    const above = isShare ? null : this.unit(0)
    const below = above !== null && this.peek().text === '/' ? this.unit(1) : null
    return this.made({
      kind: 'NUMBER',
      value: isShare ? multiply(value, HUNDREDTH) : value,
      units: [above, below],
      from: token.from,
      to: this.peek(-1).to,
    })
  }
  private unit(ahead: 0 | 1): string | null {
    const { kind, text } = this.peek(ahead)
    if (kind !== 'NAME' || text.includes('.') || isKeyword(text) || isFunction(text)) return null
    this.at += ahead + 1
    return text
  }
  private call(token: Token): Expression {
    const name = token.text
    if (!isFunction(name)) throw new Broken('FORMULA_UNKNOWN_NAME', token, { name })
    const of = [this.deeper(() => this.either())]
    while (this.takes(',')) of.push(this.deeper(() => this.either()))
    this.expect(')')
    const { least, most } = FUNCTIONS[name]
    if (of.length < least || of.length > most)
      throw new Broken('FORMULA_ARGUMENTS', token, {
        name,
        least: String(least),
        most: String(most),
      })
    return this.made({ kind: 'CALL', name, of, from: token.from, to: this.peek(-1).to })
  }
  private choice({ from }: Token): Expression {
    const condition = this.deeper(() => this.either())
    this.expect('then')
    const yes = this.deeper(() => this.either())
    this.expect('else')
    const no = this.deeper(() => this.either())
    return this.made({ kind: 'IF', condition, yes, no, from, to: no.to })
  }
}
