/** Each vendor's push as it comes over the wire: its headers, its credentials, its envelope. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { embedded } from '../../test/engines.ts'
import { readKept } from '../signin/index.ts'
import { openStore, type Store } from '../store/index.ts'
import { createDeliveryReader, type DeliveryReader } from './index.ts'
import { lines, NOON, refusal } from './sample-organisation.ts'
import { type Served, serving as servingFrom } from './sample-serving.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
const TIME = '2026-02-23T12:00:00.500Z'

const basic = (password: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`keycloak:${password}`).toString('base64')}`,
})

describe('pushed by', () => {
  let store: Store
  let reader: DeliveryReader
  before(async () => {
    store = await openStore({ place: await embedded.newPlace(), kind: 'demo', clock: () => NOON })
    reader = createDeliveryReader()
  })
  after(() => store.close())
  const serving = (work: (served: Served) => Promise<void>): Promise<void> => servingFrom(store, reader, work)

  async function kept({ db }: Served): Promise<readonly string[]> {
    const rows = await db.transaction((tx) => tx.selectFrom('sign_ins').select('row').orderBy('time').execute())
    return rows.map(({ row }) => {
      const { provider, name, account, activity, outcome } = readKept(row)
      return `${provider} ${name || account} ${activity} ${outcome}`
    })
  }

  async function accepted(answer: Response): Promise<number> {
    assert.equal(answer.status, 202)
    const { accepted, quarantined } = (await answer.json()) as {
      readonly accepted: number
      readonly quarantined: readonly unknown[]
    }
    assert.deepEqual(quarantined, [])
    return accepted
  }

  it('Okta: verified once, then events in a hook, answered as Okta counts it', async () => {
    await serving(async (served) => {
      const headers = { authorization: `Bearer ${served.token}`, 'user-agent': 'Okta-Integrations', ...JSON_TYPE }
      const verification = await served.call('/ingest/okta', {
        headers: { ...headers, accept: 'application/json', 'x-okta-verification-challenge': 'Me_rShK8JHsTnbyYrWXCEo' },
      })
      assert.deepEqual(
        [verification.status, await verification.json()],
        [200, { verification: 'Me_rShK8JHsTnbyYrWXCEo' }],
      )
      const hook = {
        eventType: 'com.okta.event_hook',
        eventTypeVersion: '1.0',
        cloudEventsVersion: '0.1',
        source: 'https://example.okta.com/api/v1/eventHooks/who1',
        eventId: 'b5a188b9-5ece-4636-b041-482ffda96311',
        data: { events: [{ version: '0', severity: 'WARN', ...refusal(0) }] },
        eventTime: TIME,
        contentType: 'application/json',
      }
      // Okta delivers at least once.
      for (let time = 0; time < 2; time++) {
        const answer = await served.deliver(JSON.stringify(hook), headers)
        assert.deepEqual([answer.status, await answer.text()], [204, ''])
      }
      assert.deepEqual(await kept(served), ['okta ana@example.com prompt failure'])
    })
  })

  it('Okta: a hook with nothing that can be read is kept and answered, because Okta would only send it again', async () => {
    await serving(async (served) => {
      const hook = { eventType: 'com.okta.event_hook', data: { events: [{ some: 'thing' }] } }
      const answer = await served.deliver(JSON.stringify(hook), { 'user-agent': 'Okta-Integrations', ...JSON_TYPE })
      assert.equal(answer.status, 204)
      assert.equal(((await (await served.as('auditor', 'quarantine')).json()) as unknown[]).length, 1)
    })
  })

  it('Auth0: a log stream as lines, as an array, and as objects', async () => {
    await serving(async (served) => {
      const log = (id: string): object => ({
        log_id: id,
        data: {
          date: TIME,
          type: 'gd_auth_rejected',
          description: 'Guardian - Second factor authentication rejected',
          ip: '203.0.113.9',
          user_id: 'auth0|ana',
          user_name: 'ana@example.com',
          tenant_name: 'northwind',
          log_id: id,
        },
      })
      assert.equal(await accepted(await served.deliver(lines(log('l1'), log('l2')), JSON_TYPE)), 2)
      assert.equal(await accepted(await served.deliver(JSON.stringify([log('l3'), log('l1')]), JSON_TYPE)), 1)
      assert.equal(await accepted(await served.deliver(JSON.stringify(log('l4')), JSON_TYPE)), 1)
      assert.deepEqual(new Set(await kept(served)), new Set(['auth0 ana@example.com prompt failure']))
    })
  })

  it('Keycloak: vymalo’s listener with Basic credentials, at an address with a slash', async () => {
    await serving(async (served) => {
      const post = (body: object, headers: Record<string, string>): Promise<Response> =>
        served.call('/ingest/okta/', {
          method: 'POST',
          body: JSON.stringify(body),
          headers: { ...JSON_TYPE, ...headers },
        })
      const event = {
        type: 'LOGIN_ERROR',
        realmId: 'northwind',
        id: 'e-1',
        time: NOON,
        clientId: 'portal',
        userId: 'u-ana',
        ipAddress: '203.0.113.9',
        error: 'invalid_user_credentials',
        details: { username: 'ana', code_id: 'c-1', selected_credential_id: 'otp-1' },
      }
      const admin = {
        ...event,
        type: 'USER-DELETE',
        id: 'a-1',
        resourcePath: 'users/u-ana/credentials/otp-1',
        error: null,
      }
      assert.equal(await accepted(await post(event, basic(served.token))), 1)
      assert.equal(await accepted(await post(admin, basic(served.token))), 1)
      assert.deepEqual(await kept(served), ['keycloak ana sign-in failure', 'keycloak u-ana change success'])
      for (const wrong of [basic('x'), basic(''), { authorization: 'Basic !' }, { authorization: 'Basic' }]) {
        assert.equal((await post(event, wrong)).status, 401)
      }
    })
  })

  it('Keycloak: Phase Two’s webhooks, in one file with plain events in any order', async () => {
    await serving(async (served) => {
      const who = { clientId: 'portal', userId: 'u-ana', ipAddress: '203.0.113.9' }
      const details = { username: 'ana', selected_credential_id: 'otp-1' }
      const pushed = (id: string): object => ({
        uid: id,
        time: NOON,
        realmId: 'northwind',
        type: 'access.LOGIN_ERROR',
        authDetails: { realmId: 'northwind', ...who },
        details,
        error: 'invalid_user_credentials',
      })
      const plain = (id: string): object => ({
        ...{ id, time: NOON, type: 'LOGIN_ERROR', realmId: 'northwind', ...who, details },
        error: 'invalid_user_credentials',
      })
      const body = lines(pushed('1'), plain('2'), pushed('3'), plain('4'))
      assert.equal(await accepted(await served.deliver(body, JSON_TYPE)), 4)
      assert.deepEqual(await kept(served), Array(4).fill('keycloak ana sign-in failure'))
    })
  })

  it('Entra: records that a function forwards from an event hub', async () => {
    await serving(async (served) => {
      const record = {
        time: '2026-02-23T12:04:00Z',
        operationName: 'Sign-in activity',
        category: 'SignInLogs',
        tenantId: '0a1b2c3d-0000-4000-8000-00000000000f',
        resultType: '500121',
        callerIpAddress: '203.0.113.9',
        correlationId: 'c-1',
        properties: {
          id: 'r-1',
          createdDateTime: TIME,
          userId: 'u-1',
          userPrincipalName: 'ana@example.com',
          ipAddress: '203.0.113.9',
          clientAppUsed: 'Browser',
          correlationId: 'c-1',
          isInteractive: true,
          status: { errorCode: 500_121 },
          authenticationDetails: [],
        },
      }
      assert.equal(await accepted(await served.deliver(JSON.stringify({ records: [record] }), JSON_TYPE)), 1)
      assert.deepEqual(await kept(served), ['entra ana@example.com sign-in failure'])
    })
  })

  it('AWS: a console sign-in from an EventBridge API destination', async () => {
    await serving(async (served) => {
      const event = {
        version: '0',
        id: 'f7d1',
        'detail-type': 'AWS Console Sign In via CloudTrail',
        source: 'aws.signin',
        account: '111122223333',
        time: TIME,
        region: 'us-east-1',
        resources: [],
        detail: {
          eventVersion: '1.08',
          userIdentity: {
            type: 'IAMUser',
            principalId: 'AIDAEXAMPLEANA',
            arn: 'arn:aws:iam::111122223333:user/ana',
            accountId: '111122223333',
            userName: 'ana',
          },
          eventTime: '2026-02-23T12:00:00Z',
          eventSource: 'signin.amazonaws.com',
          eventName: 'ConsoleLogin',
          sourceIPAddress: '203.0.113.9',
          userAgent: 'Mozilla/5.0',
          responseElements: { ConsoleLogin: 'Failure' },
          additionalEventData: { MFAUsed: 'Yes' },
          errorMessage: 'Failed authentication',
          eventID: 'e-1',
          recipientAccountId: '111122223333',
        },
      }
      const headers = { 'content-type': 'application/json; charset=utf-8' }
      assert.equal(await accepted(await served.deliver(JSON.stringify(event), headers)), 1)
      assert.deepEqual(await kept(served), ['aws ana sign-in failure'])
    })
  })

  it('Google and Duo: pages of their APIs that a script sends on', async () => {
    await serving(async (served) => {
      const activity = {
        kind: 'admin#reports#activity',
        id: { time: TIME, uniqueQualifier: '-77', applicationName: 'login', customerId: 'C01' },
        actor: { callerType: 'USER', email: 'ana@example.com', profileId: '1001' },
        ipAddress: '203.0.113.9',
        events: [
          { type: 'login', name: 'login_failure', parameters: [{ name: 'login_type', value: 'google_password' }] },
        ],
      }
      const page = { kind: 'admin#reports#activities', etag: 'x', items: [activity] }
      assert.equal(await accepted(await served.deliver(JSON.stringify(page), JSON_TYPE)), 1)
      const authentication = {
        access_device: { ip: '203.0.113.9' },
        application: { key: 'DI1', name: 'VPN' },
        auth_device: { ip: null, key: 'DP1', name: 'Phone' },
        event_type: 'authentication',
        factor: 'duo_push',
        isotimestamp: '2026-02-23T12:00:00.600000+00:00',
        reason: 'user_marked_fraud',
        result: 'fraud',
        timestamp: NOON / 1000,
        txid: 't-1',
        user: { groups: [], key: 'DUANA', name: 'ana' },
      }
      const duo = { stat: 'OK', response: { authlogs: [authentication], metadata: { total_objects: 1 } } }
      assert.equal(await accepted(await served.deliver(JSON.stringify(duo), JSON_TYPE)), 1)
      assert.deepEqual(
        (await kept(served)).map((row) => row.split(' ')[0]),
        ['google', 'duo'],
      )
    })
  })

  it('anybody: Basic credentials open nothing but the source’s own address', async () => {
    await serving(async (served) => {
      const lockouts = `/organisations/${served.db.organisation}/lockouts`
      assert.equal((await served.call(lockouts, { headers: basic('reader') })).status, 401)
      assert.equal((await served.call('/ingest/other', { headers: basic(served.token) })).status, 404)
    })
  })
})
