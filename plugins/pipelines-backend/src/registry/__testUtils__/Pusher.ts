import { createHash, generateKeyPairSync, sign } from 'node:crypto';

/** The registry of the test itself. */
const { fetch: request } = globalThis;

const OCI = 'application/vnd.oci.image.manifest.v1+json';
const INDEX = 'application/vnd.oci.image.index.v1+json';
const EMPTY = 'application/vnd.oci.empty.v1+json';

export interface Layer {
  readonly mediaType: string;
  readonly text: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A pair as `cosign generate-key-pair` makes one. */
export function cosignKey(name: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const signText = (data: string | Buffer) =>
    sign('sha256', Buffer.from(data), privateKey).toString('base64');
  return { config: { name, publicKey: pem }, sign: signText };
}

export type CosignKeyPair = ReturnType<typeof cosignKey>;

/** Pushes to a registry as docker, cosign and oras do. */
export class Pusher {
  constructor(
    private readonly url: string,
    private readonly repository: string,
  ) {}

  /** Another image for each text, under a tag. @returns its digest */
  async image(tag: string, text = tag): Promise<string> {
    return this.#manifest(tag, { layers: [{ mediaType: 'application/octet-stream', text }] });
  }

  /** A manifest of one layer. */
  async layer(tag: string, layer: Layer): Promise<void> {
    await this.#manifest(tag, { layers: [layer] });
  }

  /** `cosign sign --key`, of this digest for that of an image. */
  async signature(digest: string, key: CosignKeyPair, signed = digest): Promise<void> {
    const image = { 'docker-manifest-digest': signed };
    const text = JSON.stringify({ critical: { image, type: 'cosign container image signature' } });
    await this.#manifest(`${digest.replace(':', '-')}.sig`, {
      layers: [
        {
          mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json',
          text,
          annotations: { 'dev.cosignproject.cosign/signature': key.sign(text) },
        },
      ],
    });
  }

  /** `cosign attest --key`. */
  async attestation(
    digest: string,
    options: { key: CosignKeyPair; predicateType: string; predicate: unknown },
  ): Promise<void> {
    const { key, predicateType, predicate } = options;
    const subject = [{ name: this.repository, digest: { sha256: digest.slice('sha256:'.length) } }];
    const body = JSON.stringify({ _type: 'x', predicateType, subject, predicate });
    const type = 'application/vnd.in-toto+json';
    const pae = `DSSEv1 ${type.length} ${type} ${Buffer.byteLength(body)} ${body}`;
    const text = JSON.stringify({
      payloadType: type,
      payload: Buffer.from(body).toString('base64'),
      signatures: [{ sig: key.sign(pae) }],
    });
    await this.#manifest(`${digest.replace(':', '-')}.att`, {
      layers: [
        {
          mediaType: 'application/vnd.dsse.envelope.v1+json',
          text,
          annotations: { predicateType },
        },
      ],
    });
  }

  /** `oras attach`; where the registry has no referrers API, the tag that stands for it is kept by the client. */
  async attach(digest: string, artifactType: string, text: string): Promise<void> {
    const answer = await this.#put(undefined, {
      ...{ artifactType, subject: { mediaType: OCI, digest, size: 1 } },
      layers: [{ mediaType: artifactType, text }],
    });
    if (answer.isKnownSubject) return;
    const tag = digest.replace(':', '-');
    const { url, repository } = this;
    const before = await request(`${url}/v2/${repository}/manifests/${tag}`, {
      headers: { accept: INDEX },
    });
    const { manifests } = before.ok ? await before.json() : { manifests: [] };
    const { size } = answer;
    const entry = { mediaType: OCI, artifactType, digest: answer.digest, size };
    await this.#send(tag, {
      type: INDEX,
      body: JSON.stringify({
        ...{ schemaVersion: 2, mediaType: INDEX },
        manifests: [...manifests, entry],
      }),
    });
  }

  async #manifest(tag: string, content: { layers: readonly Layer[] }): Promise<string> {
    return (await this.#put(tag, content)).digest;
  }

  async #put(
    tag: string | undefined,
    { layers, ...rest }: { layers: readonly Layer[]; artifactType?: string; subject?: object },
  ) {
    const blobs = await Promise.all(
      layers.map(async ({ text, ...layer }) => ({ ...layer, ...(await this.#blob(text)) })),
    );
    const config = { mediaType: EMPTY, ...(await this.#blob('{}')) };
    const body = JSON.stringify({
      ...{ schemaVersion: 2, mediaType: OCI, config, layers: blobs },
      ...rest,
    });
    const digest = digestOf(body);
    const answer = await this.#send(tag ?? digest, { type: OCI, body });
    const isKnownSubject = answer.headers.get('oci-subject') !== null;
    return { digest, size: Buffer.byteLength(body), isKnownSubject };
  }

  async #blob(text: string) {
    const digest = digestOf(text);
    const base = `${this.url}/v2/${this.repository}`;
    const begun = await request(`${base}/blobs/uploads/`, { method: 'POST' });
    const to = new URL(begun.headers.get('location') ?? '', this.url);
    to.searchParams.set('digest', digest);
    const type = { 'content-type': 'application/octet-stream' };
    const put = await request(to, { method: 'PUT', headers: type, body: text });
    if (put.status !== 201) throw new Error(`The registry took no blob: ${put.status}`);
    return { digest, size: Buffer.byteLength(text) };
  }

  async #send(reference: string, { type, body }: { type: string; body: string }) {
    const to = `${this.url}/v2/${this.repository}/manifests/${reference}`;
    const headers = { 'content-type': type };
    const answer = await request(to, { method: 'PUT', headers, body });
    if (answer.status !== 201) throw new Error(`The registry took no manifest: ${answer.status}`);
    return answer;
  }
}

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
