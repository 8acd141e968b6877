import { streamMiddleware } from './streamMiddleware';

const BACKEND = window.location.origin;

afterEach(() => {
  jest.restoreAllMocks();
  Reflect.deleteProperty(performance, 'getEntriesByType');
});

/** How many streams went by fetch, and how many WebSockets were opened, on a page that came by this protocol. */
async function ask(nextHopProtocol: string, backendUrl = BACKEND) {
  Object.assign(performance, { getEntriesByType: () => [{ nextHopProtocol }] });
  const opened: string[] = [];
  jest.spyOn(window, 'WebSocket').mockImplementation(url => {
    opened.push(String(url));
    throw new Error('no WebSocket in this test');
  });
  const next = jest.fn(async () => ({ ok: true }) as Response);
  const fetch = streamMiddleware({ backendUrl }).apply(next);
  await fetch(`${backendUrl}/api/x/stream`, { headers: { accept: 'text/event-stream' } });
  return { opened, byFetch: next.mock.calls.length };
}

describe('streams of a page', () => {
  it('are WebSockets where its connections are few', async () => {
    expect(await ask('http/1.1')).toEqual({
      opened: [`${BACKEND.replace('http', 'ws')}/api/streams/socket`],
      byFetch: 1,
    });
  });

  it('are plain requests where they share one', async () => {
    for (const protocol of ['h2', 'h3'])
      expect(await ask(protocol)).toEqual({ opened: [], byFetch: 1 });
  });

  it('of a backend elsewhere are WebSockets, whatever the page came by', async () => {
    const { opened } = await ask('h2', 'http://backend.example:7007');
    expect(opened).toEqual(['ws://backend.example:7007/api/streams/socket']);
  });
});
