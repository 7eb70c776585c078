/**
 * `node sandbox/main.ts FOLDER [PORT [PEOPLE [SEED]]]`: the sandbox, for somebody who wants to look at it. Without PEOPLE it
 * has a few; with them, the demo's hospital. Beside the demo runs beside.ts, in which they sign in by themselves.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startOrganisation } from './organisation.ts'
import { addSurroundings, newPerson, PASSWORD } from './sample-people.ts'
import { newId } from './secrets.ts'
import { type Sandbox, startSandbox } from './server.ts'

const [folder, port = '7250', people, seed = '1'] = process.argv.slice(2)
if (folder === undefined) {
  console.error('Name a folder for the sandbox: node sandbox/main.ts FOLDER [PORT [PEOPLE [SEED]]]')
  process.exit(2)
}

mkdirSync(folder, { recursive: true, mode: 0o700 })
const FEW = ['ana', 'ben', 'cleo', 'dan']
const common = { folder, port: Number(port), apiToken: apiToken(join(folder, 'sandbox.token')) }

const sandbox = people === undefined ? await startFew() : await startHospital()
console.log(`The sandbox is at ${sandbox.issuer}; its console at http://sandbox-admin.localhost:${sandbox.port}.
${sandbox.world.people.length} people; password: ${PASSWORD}; phones: http://ana.localhost:${sandbox.port} and the like.
Administrators: ${sandbox.world.people.flatMap(({ administrator, userName }) => (administrator ? [userName] : [])).join(', ')}.`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.stop())

async function startHospital(): Promise<Sandbox> {
  return (await startOrganisation({ ...common, people: Number(people), seed: Number(seed) })).sandbox
}

async function startFew(): Promise<Sandbox> {
  return await startSandbox({
    ...common,
    file: join(common.folder, 'sandbox.json'),
    async fill(world) {
      addSurroundings(world, [])
      for (const userName of FEW) {
        const displayName = userName[0]?.toUpperCase() + userName.slice(1)
        world.people.push(await newPerson({ userName, displayName, administrator: userName === 'dan' }, Date.now()))
      }
    },
  })
}

/** The API's credential lies in a file of its owner's, and is never printed. */
function apiToken(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    const token = newId('api')
    writeFileSync(file, `${token}\n`, { mode: 0o600 })
    return token
  }
}
