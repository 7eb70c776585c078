/** `node sandbox/main.ts FOLDER [PORT]`: the sandbox with a few people, for somebody who wants to look at it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { addSurroundings, newPerson, PASSWORD } from './sample-people.ts'
import { newId } from './secrets.ts'
import { startSandbox } from './server.ts'

const [folder, port = '7250'] = process.argv.slice(2)
if (folder === undefined) {
  console.error('Name a folder for the sandbox: node sandbox/main.ts FOLDER [PORT]')
  process.exit(2)
}

mkdirSync(folder, { recursive: true, mode: 0o700 })
const PEOPLE = ['ana', 'ben', 'cleo', 'dan']

const sandbox = await startSandbox({
  port: Number(port),
  file: join(folder, 'sandbox.json'),
  apiToken: apiToken(join(folder, 'sandbox.token')),
  async fill(world) {
    addSurroundings(world, [])
    for (const userName of PEOPLE) {
      const displayName = userName[0]?.toUpperCase() + userName.slice(1)
      world.people.push(await newPerson({ userName, displayName, administrator: userName === 'dan' }, Date.now()))
    }
  },
})
console.log(`The sandbox is at ${sandbox.issuer}; its console at http://sandbox-admin.localhost:${sandbox.port}.
People: ${PEOPLE.join(', ')}; password: ${PASSWORD}; phones: http://ana.localhost:${sandbox.port} and the like.`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.stop())

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
