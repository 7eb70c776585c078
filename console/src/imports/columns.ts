/** The columns of a file of people, and a file to begin with. */

interface CsvColumn {
  readonly name: string
  readonly isRequired?: true
  readonly takes: string
}

export const COLUMNS: readonly CsvColumn[] = [
  { name: 'provider', isRequired: true, takes: 'entra, okta, auth0, keycloak, google, duo … as your sources have it' },
  { name: 'tenant', isRequired: true, takes: 'the provider’s id of the tenant, exactly as the source has it' },
  { name: 'account_id', isRequired: true, takes: 'the provider’s id of the account that never changes' },
  { name: 'user_name', isRequired: true, takes: 'the login name' },
  { name: 'employee_number', takes: 'who has the same one is one person, at every provider' },
  { name: 'email', takes: 'one address' },
  { name: 'phone', takes: 'as +4930123456' },
  { name: 'mobile', takes: 'as +491701234567' },
  { name: 'manager', takes: 'the manager’s employee number' },
  { name: 'tier', takes: 'standard, sensitive or privileged; it raises, and never lowers' },
  { name: 'contacts_changed', takes: 'the day on which a contact last changed at the provider, as 2026-02-23' },
  { name: 'roles', takes: 'names, with semicolons between them' },
  { name: 'groups', takes: 'names, with semicolons between them' },
]

const ROWS = [
  'entra,contoso.example,5f6c2b1e-0a41,ana.silva@contoso.example,1007,ana.silva@contoso.example,,+351910000001,1001,,,,Finance',
  'okta,contoso.okta.example,00u1ana,ana.silva,1007,,,,,,,,',
  'entra,contoso.example,77e0d9c3-52bf,joao.reis@contoso.example,1001,joao.reis@contoso.example,+351210000002,,,privileged,2026-02-23,Global Administrator,Finance;Managers',
]

export const SAMPLE = `${[COLUMNS.map(({ name }) => name).join(','), ...ROWS].join('\n')}\n`
