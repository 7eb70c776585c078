/** The words of `postern policy …`. What carries them out is loaded when it is asked for. */
import type { Command } from 'commander'

export function addPolicyCommands(program: Command, done: (code: number) => void): void {
  program
    .command('policy')
    .description('Recovery policies: what is asked of people who are locked out.')
    .command('lint')
    .description('Say what is wrong with a policy, with line and column. Works offline.')
    .argument('<file>', 'the policy, in YAML; - for standard input')
    .option('--json', 'the findings as JSON (postern.policy-lint/1)')
    .action(async (file: string, options) => {
      const { policyLintCommand } = await import('./policy-lint-command.ts')
      done(await policyLintCommand(file, options))
    })
}
