// Canary secrets of a test run: text that is planted as a secret, and searched for afterwards in everything that the run left behind.
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, inflateRawSync } from 'node:zlib';

const MAX_FILE = 256 * 1024 * 1024;
const LOCAL_FILE = 0x04034b50;
const DEFLATED = 8;

/** Nothing else looks like it, whatever the run writes. */
export function newCanary() {
  return `kmcanary${randomBytes(9).toString('hex')}`;
}

/** The canary as it stands in plain text, in base64 at each offset, in hex, and in UTF-16. */
function disguises(canary) {
  const bytes = Buffer.from(canary);
  const base64 = [0, 1, 2].map(offset => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // The first and the last letters hold bits of what stands beside it.
    return text.slice(offset === 0 ? 0 : offset + 1, -1);
  });
  return [canary, ...base64, bytes.toString('hex')]
    .map(text => Buffer.from(text))
    .concat(Buffer.from(canary, 'utf16le'));
}

/** Looks for one run's canary. */
export class CanarySearch {
  #needles;
  #found = [];
  /** How much was looked at: a search of nothing finds nothing. */
  files = 0;
  bytes = 0;

  constructor(canary) {
    this.#needles = disguises(canary);
  }

  /** Where it was found, each place once. */
  get found() {
    return [...new Set(this.#found)];
  }

  look(place, content) {
    const bytes = Buffer.isBuffer(content) ? content : Buffer.from(content);
    this.bytes += bytes.length;
    if (this.#needles.some(needle => bytes.includes(needle))) this.#found.push(place);
  }

  /** Every file below, also inside of zip and gzip files. */
  lookIn(folder) {
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder, { recursive: true })) {
      const file = path.join(folder, name);
      const stats = statSync(file, { throwIfNoEntry: false });
      if (!stats?.isFile()) continue;
      this.files++;
      if (stats.size > MAX_FILE) this.#found.push(`${file} is too large to be searched`);
      else this.#lookInto(file, readFileSync(file));
    }
  }

  #lookInto(place, bytes) {
    this.look(place, bytes);
    if (bytes.length > 4 && bytes.readUInt16LE(0) === 0x8b1f) this.look(place, gunzipSync(bytes));
    else if (bytes.length > 4 && bytes.readUInt32LE(0) === LOCAL_FILE)
      for (const { name, content } of zipEntries(bytes))
        this.#lookInto(`${place}!${name}`, content);
  }
}

const END_OF_DIRECTORY = Buffer.from([0x50, 0x4b, 0x05, 0x06]);

/** The files of a zip archive, by its central directory: see PKWARE's APPNOTE, 4.3. */
function* zipEntries(zip) {
  const end = zip.lastIndexOf(END_OF_DIRECTORY);
  if (end < 0) return;
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const method = zip.readUInt16LE(at + 10);
    const packed = zip.readUInt32LE(at + 20);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map(field =>
      zip.readUInt16LE(at + field),
    );
    const header = zip.readUInt32LE(at + 42);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
    const content = zip.subarray(start, start + packed);
    yield { name, content: method === DEFLATED ? inflateRawSync(content) : content };
    at += 46 + nameLength + extraLength + commentLength;
  }
}
