// A real server for one test file: a fresh data directory, the credentials that it prints, gone afterwards.

import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const DEADLINE = 30_000;

/** Starts `latchboard-server`; `stop` ends it and removes its data. */
export async function startServer(...extra) {
  const program = process.env.LATCHBOARD_SERVER;
  if (!program) throw new Error('LATCHBOARD_SERVER is not set. Start the tests with: cargo xtask test module');
  const dataDir = await mkdtemp(join(tmpdir(), 'latchboard-module-'));
  const child = spawn(program, ['serve', '--listen', '127.0.0.1:0', '--data-dir', dataDir, ...extra], {
    env: { ...process.env, RUST_LOG: 'off' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
    await rm(dataDir, { recursive: true, force: true });
  };
  const said = {};
  try {
    await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the server did not become ready')), DEADLINE);
      child.once('error', reject);
      child.once('close', () => reject(new Error('the server ended before it was ready')));
      createInterface({ input: child.stdout }).on('line', (line) => {
        const [, name, value] = /^(API key|Client id|Client secret|Latchboard is ready on)[: ]\s*(\S+)\s*$/.exec(line) ?? [];
        if (name) said[name] = value;
        if (name === 'Latchboard is ready on') {
          clearTimeout(timer);
          resolve();
        }
      });
    });
  } catch (error) {
    await stop();
    throw error;
  }
  /** What a command of the operator's on the same data prints. */
  const command = (...words) => promisify(execFile)(program, [...words, '--data-dir', dataDir]).then(({ stdout }) => stdout);
  return {
    command,
    baseUrl: said['Latchboard is ready on'].replace(/\/$/, ''),
    apiKey: said['API key'],
    clientId: said['Client id'],
    clientSecret: said['Client secret'],
    stop,
  };
}

/** A server of our own that answers as `answer` says: `(request, body) => { status, headers, body } | null` (hang up). */
export async function startStub(answer) {
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const said = answer(request, Buffer.concat(chunks).toString());
      if (said === null) {
        request.socket.destroy();
        return;
      }
      if (said === undefined) return; // Never answers.
      response.writeHead(said.status, said.headers ?? {});
      response.end(said.body);
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(resolve);
    });
  return { baseUrl: `http://127.0.0.1:${server.address().port}`, stop };
}
