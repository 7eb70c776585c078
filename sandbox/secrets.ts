/** Passwords, recovery codes and passes: how they are made, kept and compared. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

/** 19 MiB, two passes, one lane: OWASP's first choice for argon2id, which is the library's algorithm. */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Crockford's base32 without letters that are mistaken for digits. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const RECOVERY_CODES = 8

export function hashPassword(password: string): Promise<string> {
  return hash(password, ARGON2ID)
}

let nobodys: Promise<string> | undefined

/** Takes as long for nobody, and for a person without a password, as for somebody. */
export async function isPassword(password: string, passwordHash: string | null): Promise<boolean> {
  if (passwordHash === null) {
    nobodys ??= hashPassword(randomBytes(16).toString('hex'))
    await verify(await nobodys, password)
    return false
  }
  return await verify(passwordHash, password)
}

/** Sixteen letters and digits in fours: 80 random bits, which a plain hash keeps safe. */
export function newCode(): string {
  const letters = [...randomBytes(16)].map((byte) => ALPHABET[byte & 31]).join('')
  return letters.replaceAll(/(.{4})(?=.)/g, '$1-')
}

export function newRecoveryCodes(): readonly string[] {
  return Array.from({ length: RECOVERY_CODES }, newCode)
}

/** As typed, with or without hyphens, in any case. */
export function hashCode(code: string): string {
  const plain = code.toLowerCase().replaceAll(/[^0-9a-z]/g, '')
  return createHash('sha256').update(plain).digest('base64url')
}

export function isSameSecret(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text).digest())
  return timingSafeEqual(a as Buffer, b as Buffer)
}

export function newId(prefix: string): string {
  return `${prefix}_${randomBytes(12).toString('base64url')}`
}
