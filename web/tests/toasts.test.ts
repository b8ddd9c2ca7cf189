import { beforeEach, describe, expect, test } from 'vitest'
import { forgetUndo, say, toast, undoLast, undoNow } from '../src/core/toasts'

describe('what was done is taken back', () => {
  let taken: string[]
  const take = (name: string) => () => void taken.push(name)
  beforeEach(() => {
    taken = []
    forgetUndo()
  })

  test('one thing after the other, the last one first', () => {
    for (const name of ['first', 'second', 'third']) say(name, take(name))
    for (let times = 0; times < 4; times++) undoLast()
    expect(taken).toEqual(['third', 'second', 'first'])
  })

  test('by its button once, and then no more by key', () => {
    const undo = take('first')
    say('zeroth', take('zeroth'))
    say('first', undo)
    undoNow(undo)
    undoNow(undo)
    undoLast()
    expect(taken).toEqual(['first', 'zeroth'])
    expect(toast.value).toBeNull()
  })

  test('also when a sentence without undo came after it', () => {
    say('first', take('first'))
    say('only told')
    undoLast()
    expect(taken).toEqual(['first'])
  })
})
