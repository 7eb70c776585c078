/** Passwords, recovery codes and passes: how they are made, kept and compared. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { hash, hashRaw, verify } from '@node-rs/argon2'

/** 19 MiB, two passes, one lane: OWASP's first choice for argon2id, which is the library's algorithm. */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Crockford's base32 without letters that are mistaken for digits. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const RECOVERY_CODES = 8
const SALT_BYTES = 16

/** Normalised, so that one password typed on two systems is one (63B-4 §3.1.1.2). */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), ARGON2ID)
}

let nobodys: Promise<string> | undefined

/** Takes as long for nobody, and for a person without a password, as for somebody. */
export async function isPassword(password: string, passwordHash: string | null): Promise<boolean> {
  if (passwordHash === null) {
    nobodys ??= hashPassword(randomBytes(16).toString('hex'))
    await verify(await nobodys, password)
    return false
  }
  return await verify(passwordHash, password.normalize('NFKC'))
}

/** Sixteen letters and digits in fours: 80 random bits; 63B-4 §4.2.1.1 asks for 64 at least. */
export function newCode(): string {
  const letters = [...randomBytes(16)].map((byte) => ALPHABET[byte & 31]).join('')
  return letters.replaceAll(/(.{4})(?=.)/g, '$1-')
}

export function newRecoveryCodes(): readonly string[] {
  return Array.from({ length: RECOVERY_CODES }, newCode)
}

/** As typed, with or without hyphens, in any case. */
export function plainCode(code: string): string {
  return code.toLowerCase().replaceAll(/[^0-9a-z]/g, '')
}

/** For links, which nobody types: 128 random bits. */
export function newToken(): string {
  return randomBytes(16).toString('base64url')
}

export function newSalt(): string {
  return randomBytes(SALT_BYTES).toString('base64url')
}

/** Of a code of a sheet: one salt a sheet, so that a code is hashed once and compared with all of them. */
export async function hashRecoveryCode(code: string, salt: string): Promise<string> {
  const raw = await hashRaw(plainCode(code), { ...ARGON2ID, salt: Buffer.from(salt, 'base64url') })
  return raw.toString('base64url')
}

/** For what no password hash is needed: 128 random bits or more, and codes that live ten minutes. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

export function isSameSecret(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text).digest())
  return timingSafeEqual(a as Buffer, b as Buffer)
}

export function newId(prefix: string): string {
  return `${prefix}_${randomBytes(12).toString('base64url')}`
}
