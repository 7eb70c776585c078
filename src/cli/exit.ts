/** What the process ends with; docs/cli.md explains each. */
export const Exit = {
  /** All of the input was read, whatever was found. */
  fine: 0,
  /** No row of the input could be read, or the person asked for is not in it. */
  nothingRead: 1,
  /** The command line is wrong. */
  usage: 2,
  /** Some of the input could not be read; what is printed is of the rest. */
  readInPart: 3,
  /** The database could not be opened, or what was asked of it could not be done; nothing was changed. */
  storeRefused: 4,
  /** What was to be verified does not hold, or a witness refuses. */
  broken: 5,
  /** The server cannot be reached, or refuses; what it took before counts. */
  serverRefused: 6,
  /** Postern itself failed. */
  failed: 70,
} as const
