import { readFileSync } from 'node:fs'
import {
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  printSchema,
} from 'graphql'
import { expect, test } from 'vitest'
import { glossary } from './schema-glossary.ts'
import { schema } from './schema.ts'

const types = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type))
const fields = types.flatMap((type) =>
  isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)
    ? Object.values(type.getFields()).map((field) => ({ type: type.name, field }))
    : [],
)

test('every type and field of the API says what it means', () => {
  expect(types.filter(({ description }) => !description).map(({ name }) => name)).toEqual([])
  const silent = fields.filter(({ field }) => !field.description)
  expect(silent.map(({ type, field }) => `${type}.${field.name}`)).toEqual([])
})

test('the glossary explains no word that the API does not use', () => {
  const used = new Set(fields.flatMap(({ type, field }) => [field.name, `${type}.${field.name}`]))
  expect(Object.keys(glossary).filter((word) => !used.has(word))).toEqual([])
})

test('the printed schema is what the code says', () => {
  const printed = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8')
  expect(printed).toContain(printSchema(schema))
})

test('what changes takes one input, and gives a union of what was changed and why it was not', () => {
  const withoutInput = ['signOut', 'signOutEverywhere']
  const withoutFailure = [...withoutInput, 'setLocale']
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {})
  for (const { name, args, type } of mutations) {
    expect(`${name}(${args.map((argument) => argument.name).join()})`).toBe(
      `${name}(${withoutInput.includes(name) ? '' : 'input'})`,
    )
    expect(`${name}: ${String(String(type).endsWith('Payload!'))}`).toBe(
      `${name}: ${String(!withoutFailure.includes(name))}`,
    )
  }
})
