/** What Prometheus reads of the listeners. Labels are few and ours: patterns of routes, never paths. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { ListenerName } from './listeners.ts'

export interface HttpMetrics {
  readonly registry: Registry
  observe(answered: {
    readonly listener: ListenerName
    readonly method: string
    /** The route's pattern; undefined where there was no route. */
    readonly route: string | undefined
    readonly status: number
    readonly ms: number
    /** The problem's code, if it was one. */
    readonly code: string | undefined
  }): void
  connections(listener: ListenerName, change: 1 | -1): void
  streams(change: 1 | -1): void
}

export function httpMetrics(): HttpMetrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const duration = new Histogram({
    name: 'postern_http_request_seconds',
    help: 'From the arrival of a request to the end of its answer.',
    labelNames: ['listener', 'method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30],
    registers,
  })
  const problems = new Counter({
    name: 'postern_http_problems_total',
    help: 'Requests that were answered by a problem, by its code.',
    labelNames: ['listener', 'code'],
    registers,
  })
  const open = new Gauge({
    name: 'postern_http_connections',
    help: 'Open connections.',
    labelNames: ['listener'],
    registers,
  })
  const streaming = new Gauge({ name: 'postern_http_event_streams', help: 'Open event streams.', registers })

  return {
    registry,
    observe({ listener, method, route, status, ms, code }) {
      duration.observe({ listener, method, route: route ?? 'none', status }, ms / 1000)
      if (code !== undefined) problems.inc({ listener, code })
    },
    connections: (listener, change) => open.inc({ listener }, change),
    streams: (change) => streaming.inc(change),
  }
}
