import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Upstream } from './Upstream';
import { isPlainHttp, upstreamUrlSchema } from './upstreamUrl';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  closing.push(
    () =>
      new Promise(resolve => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function upstream(url: string, options: Partial<ConstructorParameters<typeof Upstream>[0]> = {}) {
  const made = new Upstream({ name: 'Jenkins ci', url, concurrency: 2, ...options });
  closing.push(() => made.close());
  return made;
}

describe('Upstream', () => {
  it('sends its own headers and no others, below its own path', async () => {
    const seen: IncomingMessage[] = [];
    const url = await serve((req, res) => {
      seen.push(req);
      res.setHeader('X-Text-Size', '5').end('hello');
    });
    const answer = await upstream(`${url}/jenkins`, { headers: { authorization: 'Basic x' } }).send(
      {
        path: '/job/a%252Fb/api/json',
        query: { tree: 'jobs[name]{0,5}' },
      },
    );
    expect(answer).toMatchObject({ status: 200, text: 'hello' });
    expect(answer.header('x-text-size')).toBe('5');
    expect(seen[0]?.url).toBe('/jenkins/job/a%252Fb/api/json?tree=jobs%5Bname%5D%7B0%2C5%7D');
    expect(Object.keys(seen[0]?.headers ?? {}).sort()).toEqual([
      'authorization',
      'connection',
      'host',
    ]);
  });

  it.each(['/../other', 'job', '/job/../../x'])('does not leave its address for %s', async path => {
    const url = await serve((_, res) => res.end());
    await expect(upstream(`${url}/jenkins`).send({ path })).rejects.toThrow('has no path');
  });

  it('answers a redirect without going there', async () => {
    const asked: string[] = [];
    const url = await serve((req, res) => {
      asked.push(req.url ?? '');
      res.writeHead(302, { location: '/elsewhere' }).end();
    });
    const answer = await upstream(url).send({ method: 'POST', path: '/stop' });
    expect(answer.status).toBe(302);
    expect(answer.header('location')).toBe('/elsewhere');
    expect(asked).toEqual(['/stop']);
  });

  it('asks for no more at a time than it may', async () => {
    let now = 0;
    let most = 0;
    const url = await serve((_, res) => {
      now += 1;
      most = Math.max(most, now);
      setTimeout(() => {
        now -= 1;
        res.end();
      }, 20);
    });
    const { send } = bound(upstream(url));
    await Promise.all(Array.from({ length: 7 }, () => send({ path: '/' })));
    expect(most).toBe(2);
  });

  it('names itself where it cannot be reached, is too slow or answers too much', async () => {
    const gone = await serve((_, res) => res.end());
    await closing.pop()?.();
    await expect(upstream(gone).send({ path: '/' })).rejects.toThrow(
      'Jenkins ci could not be reached: ECONNREFUSED',
    );
    const silent = await serve(() => {});
    await expect(upstream(silent, { timeoutMs: 50 }).send({ path: '/' })).rejects.toThrow(
      'Jenkins ci could not be reached: no answer within 0.05 s',
    );
    const long = await serve((_, res) => res.end('x'.repeat(100)));
    await expect(upstream(long, { maxBytes: 99 }).send({ path: '/' })).rejects.toThrow(
      'Jenkins ci answered more than 99 bytes',
    );
  });

  it('reads a text as far as it is asked to, to the end of a line', async () => {
    const url = await serve((_, res) => res.end('one\ntwo\nthree\n'));
    const { send } = bound(upstream(url));
    expect(await send({ path: '/', cutAt: 9 })).toMatchObject({ text: 'one\ntwo\n', isCut: true });
    expect(await send({ path: '/', cutAt: 2 })).toMatchObject({ text: 'on', isCut: true });
    expect(await send({ path: '/', cutAt: 14 })).toMatchObject({ isCut: false });
  });

  it('gives bytes where it is asked to', async () => {
    const url = await serve((_, res) => res.end(Buffer.from([0xc3, 0x0a, 0xbc])));
    const { text } = await upstream(url).send({ path: '/', encoding: 'latin1' });
    expect([...Buffer.from(text, 'latin1')]).toEqual([0xc3, 0x0a, 0xbc]);
  });

  it('ends with the signal, also while it waits for its turn', async () => {
    const silent = await serve(() => {});
    const { send } = bound(upstream(silent, { concurrency: 1 }));
    const [first, second] = [new AbortController(), new AbortController()];
    const going = send({ path: '/', signal: first.signal });
    const waiting = send({ path: '/', signal: second.signal });
    second.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    first.abort(new Error('gone'));
    await expect(going).rejects.toThrow('gone');
  });
});

function bound(target: Upstream) {
  return { send: target.send.bind(target) };
}

describe('upstreamUrlSchema', () => {
  it.each(['ftp://ci', 'ci.example.com', 'https://me:pw@ci', 'https://ci/?a=b', 5])(
    'refuses %p',
    url => expect(upstreamUrlSchema.safeParse(url).success).toBe(false),
  );

  it('takes an address with a path, and drops the slash at its end', () => {
    expect(upstreamUrlSchema.parse('https://ci.example.com/jenkins/')).toBe(
      'https://ci.example.com/jenkins',
    );
  });

  it('knows where a credential could be read on the way', () => {
    expect(isPlainHttp('http://jenkins.ci.svc:8080')).toBe(true);
    expect(isPlainHttp('http://127.0.0.1:8080')).toBe(false);
    expect(isPlainHttp('https://ci')).toBe(false);
  });
});
