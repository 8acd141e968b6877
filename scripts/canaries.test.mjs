// What the search for canary secrets at the end of `npm test` finds, and that it finds nothing else.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { CanarySearch, newCanary } from './canaries.mjs';

const canary = newCanary();
const folder = mkdtempSync(path.join(tmpdir(), 'kubemate-canaries-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A zip archive of one file, as `zip` writes it. */
function zipOf(name, text) {
  const packed = deflateRawSync(text);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt16LE(name.length, 28);
  const directoryAt = 30 + name.length + packed.length;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(directoryAt, 16);
  const title = Buffer.from(name);
  return Buffer.concat([local, title, packed, entry, title, end]);
}

function searchFor(files) {
  const place = mkdtempSync(path.join(folder, 'run-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(place, name)), { recursive: true });
    writeFileSync(path.join(place, name), content);
  }
  const search = new CanarySearch(canary);
  search.lookIn(place);
  return { search, found: search.found.map(each => path.relative(place, each)) };
}

describe('the search for canary secrets', () => {
  const planted = `before ${canary}-token after`;
  for (const [name, content] of Object.entries({
    'a/log.txt': planted,
    'database.sqlite': Buffer.concat([Buffer.alloc(5000), Buffer.from(planted), Buffer.alloc(99)]),
    'base64.json': `{"data":"${Buffer.from(planted).toString('base64')}"}`,
    'shifted.json': `{"data":"${Buffer.from(`x${planted}`).toString('base64')}"}`,
    'twice-shifted.json': `{"data":"${Buffer.from(`xy${planted}`).toString('base64')}"}`,
    'hex.txt': Buffer.from(planted).toString('hex'),
    'wide.bin': Buffer.from(planted, 'utf16le'),
    'records.jsonl.gz': gzipSync(planted),
  }))
    test(`finds one that was planted in ${name}`, () => {
      assert.deepEqual(searchFor({ [name]: content, 'other.txt': 'nothing here' }).found, [name]);
    });

  test('finds one in a browser’s trace', () => {
    assert.deepEqual(searchFor({ 'trace.zip': zipOf('network.har', planted) }).found, [
      'trace.zip!network.har',
    ]);
  });

  test('finds nothing where there is none, and says how much it has looked at', () => {
    const { search, found } = searchFor({
      'another-run.txt': newCanary(),
      'b.zip': zipOf('b.txt', 'nothing'),
    });
    assert.deepEqual(found, []);
    assert.equal(search.files, 2);
    assert.ok(search.bytes > 30);
  });

  test('looks at text that was never in a file', () => {
    const search = new CanarySearch(canary);
    search.look('output of the browser tests', planted);
    search.look('output of the browser tests', planted);
    assert.deepEqual(search.found, ['output of the browser tests']);
  });
});
