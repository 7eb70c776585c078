/** Ping Identity: PingOne's audit activities, PingID's activities, PingFederate's audit log. */
import type { Decoder } from '../decoder.ts'
import { pingFederate } from './ping-federate.ts'
import { pingId } from './ping-id.ts'
import { pingOne } from './ping-one.ts'

export const pingDecoders: readonly Decoder[] = [pingOne, pingId, pingFederate]
