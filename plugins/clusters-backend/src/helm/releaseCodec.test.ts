import { decodeRelease, encodeRelease } from './releaseCodec';
import { releaseSecret } from './__testUtils__/makeRelease';

describe('the form in which Helm keeps a release', () => {
  it('is read and written without losing what is not known here', async () => {
    const { data } = await releaseSecret({ name: 'web', namespace: 'shop', revision: 2 });
    const release = await decodeRelease(data.release);
    expect(release).toMatchObject({
      name: 'web',
      version: 2,
      chart: { templates: [{ name: 'templates/all.yaml' }] },
    });
    expect(await decodeRelease(await encodeRelease(release))).toEqual(release);
    expect(Buffer.from(data.release, 'base64').toString('latin1')).toMatch(/^H4sI/);
  });

  it('was not compressed once', async () => {
    const json = JSON.stringify({ name: 'old', version: 1, info: { status: 'deployed' } });
    const data = Buffer.from(Buffer.from(json).toString('base64')).toString('base64');
    expect(await decodeRelease(data)).toMatchObject({ name: 'old', manifest: '' });
  });

  it.each(['', 'bm90IGEgcmVsZWFzZQ==', Buffer.from('H4sIAAAA').toString('base64')])(
    'is refused where it is something else: %j',
    async data => {
      await expect(decodeRelease(data)).rejects.toThrow();
    },
  );
});
