// A real nginx before a server. It listens on a Unix socket, so that no port has to be free; a relay brings the browser there.

import { execFile } from 'node:child_process';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { Relay } from './relay';

const run = promisify(execFile);

export class Nginx {
  private constructor(
    private readonly program: string,
    private readonly directory: string,
    private readonly relay: Relay,
  ) {}

  /** With these locations. `undefined`, and a line that `cargo xtask test` counts, where it is not installed. */
  static async start(locations: string, journey: string): Promise<Nginx | undefined> {
    const program = await installed();
    if (!program) {
      console.log(`not run: ${journey}: nginx is not installed`);
      return undefined;
    }
    const directory = await mkdtemp(join(tmpdir(), 'latchboard-nginx-'));
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${directory}/${name};`);
    await writeFile(
      join(directory, 'nginx.conf'),
      `${process.getuid?.() === 0 ? 'user root;' : ''} worker_processes 1; pid ${directory}/pid; events { worker_connections 256; }
       http { access_log off; ${temporary.join(' ')}
         server { listen unix:${directory}/socket; proxy_http_version 1.1; proxy_set_header Host $http_host; ${locations} } }`,
    );
    const nginx = new Nginx(program, directory, new Relay(join(directory, 'socket')));
    // It goes to the background once it listens.
    await nginx.command();
    await nginx.relay.start();
    return nginx;
  }

  /** Where it answers. */
  get url(): string {
    return this.relay.url;
  }

  async stop(): Promise<void> {
    await this.relay.stop();
    await this.command('-s', 'stop');
    await rm(this.directory, { recursive: true, force: true });
  }

  private command(...words: string[]): Promise<unknown> {
    return run(this.program, ['-c', join(this.directory, 'nginx.conf'), '-e', join(this.directory, 'error.log'), ...words]);
  }
}

async function installed(): Promise<string | undefined> {
  // Debian puts it where only root looks.
  for (const place of [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin']) {
    const program = join(place, 'nginx');
    if (await access(program).then(() => true, () => false)) return program;
  }
  return undefined;
}
