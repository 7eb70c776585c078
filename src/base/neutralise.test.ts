import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { neutralise } from './neutralise.ts'

test('ordinary text of many scripts comes back unchanged', () => {
  for (const text of [
    'ana.ferreira@example.com',
    'Zoë Straße',
    'Нина',
    '山田太郎',
    'محمد',
    'नमस्ते',
    'ประเทศไทย',
    '“quoted” – 🙂',
  ]) {
    assert.equal(neutralise(text), text)
  }
})

test('controls, bidi overrides, separators and invisible letters become visible', () => {
  assert.equal(
    neutralise('eve\u001b[2J\u001b]0;owned\u0007\u009b31m@example.com'),
    'eve␛[2J␛]0;owned␇<U+009B>31m@example.com',
  )
  assert.equal(neutralise('moc.elpmaxe@\u202eeve\u2066'), 'moc.elpmaxe@<U+202E>eve<U+2066>')
  assert.equal(neutralise('a\nb\r\tc\u007f\u2028'), 'a␊b␍␉c␡<U+2028>')
  assert.equal(neutralise('a\u200bb\u00adc\u3164d\u{e0041}'), 'a<U+200B>b<U+00AD>c<U+3164>d<U+E0041>')
  assert.equal(neutralise('a\ud800b'), 'a<U+D800>b')
  assert.equal(neutralise('a\u2003b\u3000c'), 'a b c')
})

test('marks without end are cut', () => {
  assert.ok(neutralise(`z${'\u0301'.repeat(200)}@example.com`).length < 25)
})

test('property: whatever goes in, nothing unseen comes out, and a second time changes nothing', () => {
  const units = fc.array(fc.nat(0xffff), { maxLength: 50 }).map((list) => String.fromCharCode(...list))
  fc.assert(
    fc.property(fc.oneof(units, fc.string({ unit: 'binary' })), (text) => {
      const shown = neutralise(text)
      assert.doesNotMatch(shown, /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
      assert.equal(neutralise(shown), shown)
    }),
  )
})
