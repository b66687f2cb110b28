// Passes bytes on to a server, and closes what is idle on demand: so a journey decides whether a browser sends on a connection
// that it used before, or on a new one.

import { createServer, connect, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export class Relay {
  /** Where it listens: `http://127.0.0.1:PORT`. */
  url = '';
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  /** To a server's address, or to a Unix socket. */
  constructor(target: string) {
    this.server = createServer((client) => {
      const upstream = target.startsWith('/') ? connect(target) : connect(Number(new URL(target).port), new URL(target).hostname);
      this.sockets.add(client);
      client.on('close', () => {
        this.sockets.delete(client);
        upstream.destroy();
      });
      upstream.on('close', () => client.destroy());
      for (const socket of [client, upstream]) socket.on('error', () => socket.destroy());
      client.pipe(upstream).pipe(client);
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Closes every connection, and waits until they are closed. */
  async closeIdle(): Promise<void> {
    const closed = [...this.sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    for (const socket of this.sockets) socket.destroy();
    await Promise.all(closed);
  }

  async stop(): Promise<void> {
    await this.closeIdle();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
