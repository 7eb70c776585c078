/** Signing in: with a passkey, and in a demo as one of its people. */
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { beginProviderSignIn, meQuery, personasQuery, sandboxQuery, signIn, signInAs, waysQuery } from '../api/staff.ts'
import { ProblemCard } from '../design/loaded.tsx'
import { Gate } from './gate.tsx'
import { PasskeyButton } from './passkey-button.tsx'

export function SignInPage() {
  const { back } = useSearch({ from: '/sign-in' })
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { data: ways } = useQuery(waysQuery)
  const { data: personas = [] } = useQuery({ ...personasQuery, enabled: ways?.demo === true })
  const leaving = useMutation({
    mutationFn: beginProviderSignIn,
    onSuccess: (url) => window.location.assign(url),
  })
  const entering = useMutation({
    mutationFn: (persona?: string) => (persona === undefined ? signIn() : signInAs(persona)),
    onSuccess: async () => {
      await queries.resetQueries({ queryKey: meQuery.queryKey })
      await navigate({ to: back ?? '/', replace: true })
    },
  })
  return (
    <Gate title="Sign in" lead="With one of your two passkeys. There is no password that could be phished.">
      <div className="stack">
        {entering.isError && <ProblemCard error={entering.error} />}
        <PasskeyButton
          isPending={entering.isPending && entering.variables === undefined}
          onPress={() => entering.mutate(undefined)}
        />
        {leaving.isError && <ProblemCard error={leaving.error} />}
        {ways?.oidc === true && (
          <Button size="md" fullWidth loading={leaving.isPending} onClick={() => leaving.mutate()}>
            Sign in with your organisation’s provider
          </Button>
        )}
        {personas.length > 0 && (
          <section className="card" aria-labelledby="personas">
            <header>
              <h2 id="personas">This is a demo: come in as</h2>
            </header>
            <div className="stack tight">
              {personas.map(({ persona, name, about }) => (
                <button key={persona} type="button" className="persona" onClick={() => entering.mutate(persona)}>
                  <span className="avatar" aria-hidden>
                    {initials(name)}
                  </span>
                  <span>
                    <b>{name}</b>
                    <small>{about}</small>
                  </span>
                </button>
              ))}
            </div>
          </section>
        )}
        {ways?.demo === true && <SandboxCard />}
        <p className="muted">
          Invited? <Link to="/join">Join with your two half codes</Link>. Setting Postern up?{' '}
          <Link to="/set-up">Use the code from the terminal</Link>. Both passkeys lost? Two administrators can give you
          half codes.
        </p>
      </div>
    </Gate>
  )
}

/** Where the demo's people sign in, and how one goes round Postern there. */
function SandboxCard() {
  const { data: sandbox } = useQuery(sandboxQuery)
  if (sandbox === undefined) return null
  const { issuer, console, password, administrators } = sandbox
  const [administrator = ''] = administrators
  return (
    <section className="card" aria-labelledby="sandbox">
      <header>
        <h2 id="sandbox">Or be one of its people</h2>
      </header>
      <div className="stack tight">
        <p>
          They sign in at <Away to={issuer}>the sandbox</Away>: <code>ana</code> does with the password{' '}
          <code>{password}</code> and <Away to={issuer.replace('://sandbox.', '://ana.')}>her phone</Away>.
        </p>
        <p>
          In <Away to={console}>its administrators’ console</Away> you can go round Postern: sign in as{' '}
          <code>{administrator}</code>, give somebody a pass, and see the incident here.
        </p>
      </div>
    </section>
  )
}

function Away({ to, children }: { readonly to: string; readonly children: string }) {
  return (
    <a href={to} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  )
}

function initials(name: string): string {
  return name
    .split(/\s+/)
    .map((part) => part.slice(0, 1))
    .slice(0, 2)
    .join('')
}
