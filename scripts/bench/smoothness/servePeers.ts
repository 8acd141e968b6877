import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { DELTA_MS, FOLLOWED_LINES, LOG_LINES } from './portalProxy';

const EMPTY =
  '<!doctype html><title>empty</title><body style="margin:0"><div id="box" style="height:100vh;overflow:auto"><div style="height:3000000px"></div></div>';
const PEER = '<!doctype html><title>peer</title><body style="margin:0"><div id="root"></div>';

/** A log as a list of all its lines, each an element, of which the last is kept in view: as long as the portal's, and as fast. */
const PLAIN_LOG = `<!doctype html><title>plain log</title><body style="margin:0">
<div id="log" style="height:100vh;overflow:auto;font:13px/18px monospace;white-space:pre"></div>
<script>
const log = document.getElementById('log');
let count = 0;
const add = many => {
  const lines = document.createDocumentFragment();
  for (let at = 0; at < many; at += 1) {
    const line = document.createElement('div');
    count += 1;
    line.dataset.line = count;
    line.textContent = new Date().toISOString() + ' cart-7d9c5b6f4 INFO request ' + count + ' took ' + (count % 97) + ' ms';
    lines.append(line);
  }
  log.append(lines);
  log.scrollTop = log.scrollHeight;
};
add(${LOG_LINES});
setInterval(() => add(${FOLLOWED_LINES}), ${DELTA_MS});
</script>`;

/** Pages to compare with: one that only scrolls an empty box, MUI's virtualised table with rows that change, and a log that draws all its lines. */
export async function servePeers() {
  const { outputFiles } = await build({
    entryPoints: ['scripts/bench/smoothness/peerTable.tsx'],
    bundle: true,
    write: false,
    minify: true,
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
  const script = outputFiles[0]?.text ?? '';
  const pages: Readonly<Record<string, readonly [type: string, text: string]>> = {
    '/empty': ['text/html', EMPTY],
    '/plain-log': ['text/html', PLAIN_LOG],
    '/peer': ['text/html', `${PEER}<script src="/peer.js"></script>`],
    '/peer.js': ['text/javascript', script],
  };
  const server = createServer((request, response) => {
    const [type, text] = pages[request.url ?? ''] ?? ['text/plain', 'not found'];
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(text);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://localhost:${port}`, close: () => server.close() };
}
