/**
 * Resolves when the process is told to stop (Ctrl-C, a supervisor's SIGTERM), or when `over` says that it has to be. A second
 * Ctrl-C ends it at once.
 */
export async function untilTold(over: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
    over.addEventListener('abort', () => resolve(), { once: true })
  })
}
