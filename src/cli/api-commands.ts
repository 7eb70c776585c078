/** The words of the verbs that ask a server. What carries them out is loaded when it is asked for. */
import { type Command, InvalidArgumentError, Option } from 'commander'

const ROWS_MAX = 500

const VERBS = {
  lockouts: 'Who cannot complete MFA, and why.',
  findings: 'What looks like an attack.',
  outages: 'Providers and routes in trouble.',
  'policy-blocks': 'Policies that keep people out.',
  incidents: 'What hangs together, who has it, and whether it is over.',
  sources: 'Where sign-ins come from, and when the last came.',
} as const
export type ApiVerb = keyof typeof VERBS

const STATES: Partial<Record<ApiVerb, readonly string[]>> = {
  lockouts: ['open', 'ended', 'all'],
  incidents: ['open', 'closed', 'all'],
}

export function addApiCommands(program: Command, done: (code: number) => void): void {
  for (const verb of Object.keys(VERBS) as ApiVerb[]) {
    const command = program
      .command(verb)
      .description(`${VERBS[verb]} Asks the server at POSTERN_URL with the token in POSTERN_TOKEN.`)
      .option('--json', 'as the server has it')
    if (verb !== 'sources') command.option('--limit <n>', 'so many, the latest first', parseLimit, 50)
    const states = STATES[verb]
    if (states !== undefined) command.addOption(new Option('--state <state>', 'only these').choices(states))
    command.action(async (options: { readonly json?: boolean; readonly limit?: number; readonly state?: string }) => {
      const { apiCommand } = await import('./api-command.ts')
      done(
        await apiCommand(verb, options, {
          environment: process.env,
          write: (text) => void process.stdout.write(text),
          tell: (text) => void process.stderr.write(text),
        }),
      )
    })
  }
}

function parseLimit(text: string): number {
  const value = Number(text)
  if (!/^[1-9]\d*$/.test(text) || value > ROWS_MAX) {
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${ROWS_MAX}.`)
  }
  return value
}
