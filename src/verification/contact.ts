/** Numbers and mailboxes as evidence names them, and which of them stand behind the locked account. Pure. */
import type { KeyedToken } from '../base/keyed-token.ts'
import type { ContactPoint } from '../directory/index.ts'

/** The same for one number or mailbox, however it is written and whatever it is registered as. */
export function tokenOfContact(
  token: KeyedToken,
  { kind, value }: { readonly kind: ContactPoint['kind']; readonly value: string },
): string {
  return kind === 'mail' ? token('mailbox', plainMail(value)) : token('number', plainNumber(value))
}

/** `+49 (0)30 111-11` is `+493011111`, and so is `0049 30 11111`. */
export function plainNumber(text: string): string {
  const digits = text.replace(/\(0\)/g, '').replace(/[^\d+]/g, '')
  return digits.replace(/^00/, '+')
}

function plainMail(text: string): string {
  return text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/\+[^@]*@/, '@')
}

/**
 * Whether a mailbox opens with one of these accounts: then it proves nothing (DESIGN §3 rule 4). By the domain; where an account's
 * name says none, nobody knows, and it does.
 */
export function isBehind(mail: string, accountLabels: readonly string[]): boolean {
  const domain = domainOf(mail)
  return accountLabels.map(domainOf).some((own) => own === '' || isWithin(domain, own) || isWithin(own, domain))
}

function isWithin(domain: string, other: string): boolean {
  return domain === other || domain.endsWith(`.${other}`)
}

function domainOf(text: string): string {
  const at = text.lastIndexOf('@')
  return at < 0
    ? ''
    : text
        .slice(at + 1)
        .trim()
        .toLowerCase()
}
