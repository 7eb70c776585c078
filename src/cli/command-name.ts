/** What to type before a verb so that it works after the README's steps: in the project's folder, without installing more. */
export const COMMAND = 'npx postern'
