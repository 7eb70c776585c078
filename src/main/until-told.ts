/** Resolves when the process is told to stop: Ctrl-C, or a supervisor's SIGTERM. A second Ctrl-C ends it at once. */
export async function untilTold(): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}
