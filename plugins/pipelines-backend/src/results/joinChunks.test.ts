import { joinChunks } from './joinChunks';

const text = (length: number) => 'grüße\n'.repeat(length);

/** As the gateway streams it. */
function chunked(bytes: Buffer, size: number): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size)
    chunks.push(bytes.subarray(at, at + size), Buffer.from('\n'));
  return Buffer.concat(chunks);
}

describe('a log that came in chunks', () => {
  it.each([
    ['nothing', '', 32 * 1024],
    ['less than one', text(3), 32 * 1024],
    ['one', 'x'.repeat(32 * 1024), 32 * 1024],
    ['many, with characters on their border', text(30_000), 32 * 1024],
    ['many of the other size', text(30_000), 64 * 1024],
  ])('is what it was: %s', (_what, log, size) => {
    const joined = joinChunks(chunked(Buffer.from(log), size), { isCut: false });
    expect(joined.toString('utf8') === log).toBe(true);
  });

  it('keeps the end of its last line where it was cut', () => {
    const log = Buffer.from(text(30_000));
    const end = log.lastIndexOf('\n', 100_000) + 1;
    const cut = chunked(log, 32 * 1024).subarray(0, end + Math.floor(end / (32 * 1024)));
    expect(joinChunks(cut, { isCut: true }).equals(log.subarray(0, end))).toBe(true);
  });

  it('is left as it came where the size is not known', () => {
    const came = chunked(Buffer.from(text(30_000)), 10_000);
    expect(joinChunks(came, { isCut: false }).equals(came)).toBe(true);
  });

  it('is taken out of the objects of older gateways', () => {
    const object = (part: string) =>
      `{"result":{"data":"${Buffer.from(part, 'latin1').toString('base64')}"}}\n`;
    const came = Buffer.from(object('gr\xc3') + object('\xbc\n'));
    expect(joinChunks(came, { isCut: false }).toString('utf8')).toBe('grü\n');
  });
});
