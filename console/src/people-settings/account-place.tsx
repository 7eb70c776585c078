/** Provider and tenant of an account, as sources have them: keys are made of both, to the letter. */
import { NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { PROVIDER_NAME } from '../../../src/cli/report-words.ts'
import { sourcesQuery } from '../api/connections.ts'
import { useHere } from '../shell/organisation.ts'

export const PROVIDERS = Object.entries(PROVIDER_NAME).map(([value, label]) => ({ value, label }))
const TEXT_MAX = 400

/** Fields `provider` and `tenant`. */
export function AccountPlace() {
  const { organisation } = useHere()
  const { data: sources = [] } = useQuery(sourcesQuery(organisation))
  const known = useId()
  const tenants = new Set(sources.map(({ tenant }) => tenant).filter((tenant) => tenant !== ''))
  return (
    <>
      <NativeSelect name="provider" label="Provider" data={PROVIDERS} />
      <TextInput
        name="tenant"
        label="Tenant"
        description="Exactly as the source has it, under Connections."
        list={known}
        required
        maxLength={TEXT_MAX}
      />
      <datalist id={known}>
        {[...tenants].map((tenant) => (
          <option key={tenant} value={tenant} />
        ))}
      </datalist>
    </>
  )
}
