import { checkFormula } from './assessment-formula.ts'
import type { FormulaUse } from './assessment-formula.ts'
import type { FormulaNames } from './assessment-types.ts'
import { cleanLine, cleanWords } from './clean-text.ts'
import { compareDecimals, parseQuantity, sumDecimals } from './decimal-text.ts'
import type { FieldErrorCode, FieldProblem } from './field-problem.ts'
import { LANGUAGES } from './indicator-content.ts'
import { marks, SCHEME_LIMITS } from './scheme-content.ts'
import type { GradeRule, SchemeContent, SchemeIndicator, ScoringMethod } from './scheme-content.ts'

type Refuse = (path: string, code: FieldErrorCode, values?: FieldProblem['values']) => void
export type CheckedScheme =
  | { ok: true; content: SchemeContent }
  | { ok: false; problems: FieldProblem[]; content: SchemeContent }

/** What a formula of the indicator has to give; null where it has none. */
export function formulaUse({
  role,
  method,
}: Pick<SchemeIndicator, 'role' | 'method'>): FormulaUse | null {
  if (role === 'VETO') return 'CONDITION'
  if (method.kind === 'MARKS') return null
  return method.kind === 'POINTS' ? 'POINTS' : 'QUANTITY'
}

/**
 * A scheme in canonical form, and all that is wrong with it. A draft may be kept with what is wrong; put in force is only
 * what has nothing wrong.
 */
export function checkScheme(typed: SchemeContent, names: FormulaNames): CheckedScheme {
  const problems: FieldProblem[] = []
  const refuse: Refuse = (path, code, values) =>
    void problems.push({ path, code, ...(values === undefined ? {} : { values }) })

  const title = line(typed.title, 'title', SCHEME_LIMITS.title, refuse)
  if (typed.indicators.length === 0) refuse('indicators', 'REQUIRED')
  if (typed.indicators.length > SCHEME_LIMITS.indicators)
    refuse('indicators', 'TOO_MANY_LINES', { maximum: SCHEME_LIMITS.indicators })
  const seen = new Set<string>()
  const indicators = typed.indicators.map((indicator, index) => {
    const path = `indicators.${index}`
    const code = indicator.code.trim()
    if (!/^[A-Za-z][A-Za-z0-9]{0,39}$/.test(code)) refuse(`${path}.code`, 'CODE_SHAPE')
    else if (seen.has(code)) refuse(`${path}.code`, 'CODE_TAKEN')
    seen.add(code)
    return checkIndicator({ ...indicator, code }, typed.kind, path, names, refuse)
  })
  const { plansWithinMonths } = typed
  const months = SCHEME_LIMITS.plansWithinMonths
  if (!Number.isInteger(plansWithinMonths) || plansWithinMonths < 1 || plansWithinMonths > months)
    refuse('plansWithinMonths', 'MONTHS_RANGE', { maximum: months })
  checkWeights(indicators, refuse)
  const grades = checkGrades(typed.grades, refuse)
  for (const [index, code] of typed.ties.entries())
    if (!seen.has(code)) refuse(`ties.${index}`, 'UNKNOWN_INDICATOR')
  const content = { ...typed, title, indicators, grades }
  return problems.length === 0 ? { ok: true, content } : { ok: false, problems, content }
}

function line(text: string, path: string, maximum: number, refuse: Refuse): string {
  const cleaned = cleanLine(text, { maximum, required: true })
  if (cleaned.ok) return cleaned.value
  refuse(path, cleaned.code, { maximum })
  return text
}

function decimal(text: string, path: string, refuse: Refuse, mayBeEmpty = false): string {
  if (mayBeEmpty && text.trim() === '') return ''
  const parsed = parseQuantity(text, { decimals: 4 })
  if (parsed.ok) return parsed.value
  refuse(path, parsed.code, { decimals: 4, maximum: '' })
  return text
}

function checkIndicator(
  indicator: SchemeIndicator,
  kind: SchemeContent['kind'],
  path: string,
  names: FormulaNames,
  refuse: Refuse,
): SchemeIndicator {
  const name = { ...indicator.name }
  for (const language of LANGUAGES)
    name[language] = line(name[language], `${path}.name.${language}`, SCHEME_LIMITS.name, refuse)
  const basis = cleanWords(indicator.basis, { maximum: SCHEME_LIMITS.basis, required: true })
  if (!basis.ok) refuse(`${path}.basis`, basis.code, { maximum: SCHEME_LIMITS.basis })
  const weight = decimal(indicator.weight, `${path}.weight`, refuse)
  if (indicator.role !== 'VETO' && weight === '0') refuse(`${path}.weight`, 'MUST_BE_POSITIVE')
  const floor = decimal(indicator.floor, `${path}.floor`, refuse, true)
  const method = checkMethod(indicator.method, kind, `${path}.method`, refuse)
  const use = formulaUse(indicator)
  if (use !== null) {
    const checked = checkFormula(indicator.formula, use, names)
    if (!checked.ok) {
      const { code, from, to, values } = checked.problem
      refuse(`${path}.formula`, code, { from, to, at: from + 1, ...values })
    }
  }
  return {
    ...indicator,
    name,
    basis: basis.ok ? basis.value : indicator.basis,
    weight,
    floor,
    method,
    formula: use === null ? '' : indicator.formula.trim(),
  }
}

function checkMethod(
  method: ScoringMethod,
  of: SchemeContent['kind'],
  path: string,
  refuse: Refuse,
): ScoringMethod {
  const positive = (text: string, at: string) => {
    const value = decimal(text, at, refuse)
    if (value === '0') refuse(at, 'MUST_BE_POSITIVE')
    return value
  }
  switch (method.kind) {
    case 'POINTS':
    case 'PROPORTIONAL':
      return method
    case 'TARGET':
      return { ...method, target: positive(method.target, `${path}.target`) }
    case 'STEPS':
      return {
        ...method,
        number: method.from === 'MEAN' ? '' : decimal(method.number, `${path}.number`, refuse),
        step: positive(method.step, `${path}.step`),
        deduction: positive(method.deduction, `${path}.deduction`),
      }
    case 'RANK_BANDS': {
      if (method.bands.length === 0) refuse(`${path}.bands`, 'REQUIRED')
      if (method.bands.length > SCHEME_LIMITS.bands)
        refuse(`${path}.bands`, 'TOO_MANY_LINES', { maximum: SCHEME_LIMITS.bands })
      let last = 0
      const bands = method.bands.map(({ through, points }, index) => {
        if (!Number.isInteger(through) || through <= last)
          refuse(`${path}.bands.${index}.through`, 'BANDS_DO_NOT_RISE')
        last = through
        return { through, points: decimal(points, `${path}.bands.${index}.points`, refuse) }
      })
      return { ...method, bands, rest: decimal(method.rest, `${path}.rest`, refuse) }
    }
    case 'MARKS': {
      const levels = method.levels.map(({ level, share }, index) => ({
        level,
        share: positive(share, `${path}.levels.${index}.share`),
      }))
      if (levels.length === 0) refuse(`${path}.levels`, 'REQUIRED')
      if (new Set(levels.map(({ level }) => level)).size < levels.length)
        refuse(`${path}.levels`, 'INDICATOR_TWICE')
      if (levels.some(({ level }) => !marks(of, level)))
        refuse(`${path}.levels`, 'LEVEL_DOES_NOT_MARK_THEM')
      return { ...method, levels }
    }
  }
}

/** What is scored makes up the whole. */
function checkWeights(indicators: readonly SchemeIndicator[], refuse: Refuse): void {
  const weights = indicators.filter(({ role }) => role === 'SCORED').map(({ weight }) => weight)
  if (!weights.every(isDecimal)) return
  const sum = sumDecimals(weights)
  if (compareDecimals(sum, SCHEME_LIMITS.whole) !== 0)
    refuse('indicators', 'WEIGHTS_DO_NOT_SUM', { sum, whole: SCHEME_LIMITS.whole })
}

/** A grade has points or a share, or both; what asks for points asks for fewer than the grade above it. */
function checkGrades(grades: SchemeContent['grades'], refuse: Refuse): GradeRule[] {
  let above: string | null = null
  const seen = new Set<string>()
  return grades.map((rule, index) => {
    const path = `grades.${index}`
    const share = decimal(rule.share, `${path}.share`, refuse, true)
    const from = decimal(rule.from, `${path}.from`, refuse, share !== '')
    if (share === '0') refuse(`${path}.share`, 'MUST_BE_POSITIVE')
    if (isDecimal(share) && compareDecimals(share, SCHEME_LIMITS.whole) > 0)
      refuse(`${path}.share`, 'TOO_LARGE')
    if (
      seen.has(rule.grade) ||
      (isDecimal(from) && above !== null && compareDecimals(from, above) >= 0)
    )
      refuse(`${path}.from`, 'GRADES_DO_NOT_FALL')
    seen.add(rule.grade)
    if (isDecimal(from)) above = from
    return { grade: rule.grade, from, share }
  })
}

const isDecimal = (text: string): boolean => /^\d+(\.\d+)?$/.test(text)
