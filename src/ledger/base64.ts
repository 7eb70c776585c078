/** Base 64 (RFC 4648 §4) in its one strict form: with padding, without spaces, unused bits zero. */

export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

/** The bytes, or undefined where the text is not exactly what `toBase64` would write: one value has one spelling. */
export function fromBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}
