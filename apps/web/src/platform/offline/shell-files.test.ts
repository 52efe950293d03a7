import { describe, expect, test } from 'vitest'
import { shellFiles } from './shell-files.ts'
import type { BuiltFile } from './shell-files.ts'

const file = (name: string, others: Partial<BuiltFile> = {}): BuiltFile => ({
  name,
  isPage: false,
  fetchedFor: null,
  imports: [],
  styles: [],
  ...others,
})

describe('what is kept on the device', () => {
  const built = [
    file('page.js', { isPage: true, imports: ['kit.js'], styles: ['page.css'] }),
    file('kit.js', { imports: ['react.js'] }),
    file('react.js', { imports: ['kit.js'] }),
    file('form.js', {
      fetchedFor: '/w/src/features/recording/RecordingPage.tsx',
      imports: ['day.js'],
    }),
    file('day.js', { styles: ['day.css'] }),
    file('households.js', { fetchedFor: '/w/src/features/households/HouseholdPage.tsx' }),
    file('words.js', { fetchedFor: '/w/src/features/households/messages/en.json' }),
  ]

  test('is the page and the recording form with all that they import, and every word', () => {
    expect(shellFiles(built)).toEqual([
      'day.css',
      'day.js',
      'form.js',
      'kit.js',
      'page.css',
      'page.js',
      'react.js',
      'words.js',
    ])
  })

  test('is nothing of nothing', () => {
    expect(shellFiles([])).toEqual([])
  })
})
