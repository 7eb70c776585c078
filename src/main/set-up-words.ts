/** What the terminal says while fewer than two people work here: how the next one comes in. */

/** `here`: how many came in before, none or one. */
export function setUpWords(
  console: string,
  { code, here }: { readonly code: string; readonly here: number },
): readonly string[] {
  const who =
    here === 0 ? 'Nobody works here yet. Open' : 'One person works here, and it takes two. The second one opens'
  const then = here === 0 ? 'type this code' : 'types this code'
  return [
    `${who} ${console}/set-up within 30 minutes and ${then}:\n\n    ${code}\n`,
    'It works once and stands nowhere else. For another one, start Postern again.',
  ]
}
