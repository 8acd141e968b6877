import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it came off the socket: header lines in their order, nothing merged. */
export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly rawHeaders: readonly (readonly [string, string])[];
  readonly body: string;
}

export type Answer = (request: RecordedRequest, response: ServerResponse) => void | Promise<void>;

/** An HTTP server on loopback that answers what a test says and keeps what it was asked. */
export class ScriptedServer {
  readonly requests: RecordedRequest[] = [];
  answer: Answer = (_, response) => json(response, 404, { kind: 'Status', message: 'not found' });

  private constructor(private readonly server: Server) {}

  static async start(answer?: Answer): Promise<ScriptedServer> {
    const server = createServer();
    const scripted = new ScriptedServer(server);
    server.on('request', (request, response) => void scripted.handle(request, response));
    if (answer) scripted.answer = answer;
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return scripted;
  }

  get url(): URL {
    return new URL(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}`);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const { rawHeaders } = request;
    const recorded: RecordedRequest = {
      method: request.method ?? '',
      url: request.url ?? '',
      rawHeaders: Array.from({ length: rawHeaders.length / 2 }, (_, index) => [
        (rawHeaders[index * 2] ?? '').toLowerCase(),
        rawHeaders[index * 2 + 1] ?? '',
      ]),
      body: Buffer.concat(parts).toString('utf8'),
    };
    this.requests.push(recorded);
    await this.answer(recorded, response);
  }
}

/** Answers with JSON. */
export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
