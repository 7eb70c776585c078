/**
 * Cosignatures, C2SP tlog-cosignature v1: a witness says that, at this time, this was the largest consistent tree that it
 * had seen. The signature's bytes are eight of time (seconds, big-endian), then 64 of Ed25519.
 */
import { sign } from 'node:crypto'
import type { SignerKey } from './key.ts'
import type { NoteSignature } from './note.ts'

export const TIME_BYTES = 8

/** What a cosigner signs, for a note's text. */
export function cosignedMessage(text: string, timeSeconds: number): Uint8Array {
  return Buffer.from(`cosignature/v1\ntime ${timeSeconds}\n${text}`)
}

/** The seconds since 1970 that a cosignature names; undefined if it is too short, or the time is beyond 2^53. */
export function timeOf(signature: Uint8Array): number | undefined {
  if (signature.length <= TIME_BYTES) return undefined
  const time = Number(Buffer.from(signature).readBigUInt64BE(0))
  return Number.isSafeInteger(time) ? time : undefined
}

/** A cosigner's signature on the text of a note. */
export function cosign(text: string, { verifier, privateKey }: SignerKey, timeSeconds: number): NoteSignature {
  const time = Buffer.alloc(TIME_BYTES)
  time.writeBigUInt64BE(BigInt(timeSeconds))
  const signature = Buffer.concat([time, sign(null, cosignedMessage(text, timeSeconds), privateKey)])
  return { name: verifier.name, id: verifier.id, signature }
}
