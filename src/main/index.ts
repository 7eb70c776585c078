/** Putting the server together: what only main.ts needs. */
export { ConsoleError, consolePages } from './console-pages.ts'
