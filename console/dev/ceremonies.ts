/** What a browser is asked for by the stub. Nobody checks the answers. */

const CHALLENGE = 'cG9zdGVybi1zdHViLWNoYWxsZW5nZS0wMDAwMDAwMDAwMDA'
export const REQUEST = {
  challenge: CHALLENGE,
  rpId: 'localhost',
  allowCredentials: [],
  userVerification: 'required',
  timeout: 60_000,
}

export const creation = (n: number) => ({
  challenge: CHALLENGE,
  rp: { id: 'localhost', name: 'Postern' },
  user: {
    id: Buffer.from(`stub-user-${n}`).toString('base64url'),
    name: 'priya@northwind.example.com',
    displayName: 'Priya Nair',
  },
  pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
  timeout: 60_000,
  excludeCredentials: [],
  authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  attestation: 'none',
})
