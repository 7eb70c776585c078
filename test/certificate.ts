/** A certificate for `localhost`, made anew for each run of the tests: its own authority, valid for a day. */
import { generate } from 'selfsigned'

export interface Certificate {
  readonly key: string
  readonly cert: string
}

export async function makeCertificate(): Promise<Certificate> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] },
    ],
  })
  return { key, cert }
}
