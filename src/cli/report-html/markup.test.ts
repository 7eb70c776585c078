import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anchor, type Content, html, serialise } from './markup.ts'

test('text is escaped, markup made here is not', () => {
  const inner = html`<b>${'a<b>&"\'`'}</b>`
  assert.equal(
    serialise(html`<p title="${'"x"'}">${inner}</p>`),
    '<p title="&quot;x&quot;"><b>a&lt;b&gt;&amp;&quot;&#39;&#96;</b></p>',
  )
})

test('lists are joined; false, null and undefined are left out; zero is not', () => {
  assert.equal(serialise(html`${[html`<i>${1}</i>`, 'x']}${false}${null}${undefined}${0}`), '<i>1</i>x0')
})

test('an object from a log cannot pass for markup', () => {
  const forged = JSON.parse('{"Symbol(markup)":"<script>","markup":"<script>"}') as Content
  assert.doesNotMatch(serialise(html`${forged}`), /script/)
})

test('an anchor is always a valid id', () => {
  assert.equal(anchor('finding', 'ab"> <x'), 'finding-ab----x')
})
