import { Agent, request } from 'node:https';

/** The little of the Kubernetes API that the runner needs. The peer's certificate is made at its start, so nobody can check it. */
export class KubeClient {
  #server;
  #headers;
  #agent = new Agent({ keepAlive: true, rejectUnauthorized: false });

  constructor({ server, token }) {
    this.#server = server;
    this.#headers = { authorization: `Bearer ${token}` };
  }

  /** @returns {Promise<{ code: number, body: any }>} */
  async send(method, path, body, type = 'application/json') {
    const response = await this.#open(method, path, body, type);
    const chunks = [];
    for await (const chunk of response) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const code = response.statusCode;
    if (!response.headers['content-type']?.startsWith('application/json'))
      throw new Error(`${method} ${path}: ${code} ${text}`);
    return { code, body: JSON.parse(text) };
  }

  patch(path, body) {
    return this.send('PATCH', path, body, 'application/merge-patch+json');
  }

  /** All objects of a list, then each as it changes; `undefined` stands for one that is gone. Starts over where the server ends a watch. */
  async *follow(path, query) {
    for (;;) {
      const { body } = await this.send('GET', `${path}?${query}`);
      for (const object of body.items ?? []) yield { type: 'ADDED', object };
      const version = body.metadata?.resourceVersion ?? '';
      yield* this.#watch(`${path}?${query}&watch=true&resourceVersion=${version}`);
    }
  }

  async *#watch(path) {
    let rest = '';
    try {
      for await (const chunk of await this.#open('GET', path)) {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          const event = JSON.parse(line);
          if (event.type === 'ERROR') return;
          yield event;
        }
      }
    } catch (error) {
      if (error.code !== 'ECONNRESET') throw error;
    }
  }

  #open(method, path, body, type) {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      ...this.#headers,
      // Node names the length of a DELETE's body only when it is told to.
      ...(text && { 'content-type': type, 'content-length': Buffer.byteLength(text) }),
    };
    return new Promise((resolve, reject) => {
      const url = `${this.#server}${path}`;
      const sent = request(url, { method, agent: this.#agent, headers }, resolve);
      sent.on('error', reject);
      sent.end(text);
    });
  }
}
