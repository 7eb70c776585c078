/** One thing that a server needs, as it was found. */
export interface Check {
  readonly name: string
  /** `skipped`: it could not be looked at from here. */
  readonly state: 'good' | 'doubtful' | 'bad' | 'skipped'
  /** What was found. */
  readonly found: string
  /** What to do about it. */
  readonly next?: string
}

export const good = (name: string, found: string): Check => ({ name, state: 'good', found })
export const doubtful = (name: string, found: string, next: string): Check => ({ name, state: 'doubtful', found, next })
export const bad = (name: string, found: string, next: string): Check => ({ name, state: 'bad', found, next })
export const skipped = (name: string, found: string): Check => ({ name, state: 'skipped', found })
