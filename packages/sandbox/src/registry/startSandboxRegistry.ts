import { randomBytes } from 'node:crypto';
import type { Clock } from '../Clock';
import { readImages } from '../fleet/scenarioFiles';
import { ImageCatalog } from '../simulation/runtime/ImageCatalog';
import { CompanyImages } from './CompanyImages';
import { knownImages } from './knownImages';
import { RegistryServer } from './RegistryServer';

const HOST = 'registry.example.com';
/** The scanner runs at night. */
const SCANNED_BEFORE_MS = 6 * 3_600_000;

export interface SandboxRegistry {
  /** What the names of its images begin with. */
  readonly host: string;
  readonly url: string;
  readonly username: string;
  /** Made anew at each start, as is the key. */
  readonly password: string;
  /** The company's, in PEM, which its images are signed with. */
  readonly publicKey: string;
  close(): Promise<void>;
}

/** The simulated registry of the sandbox's company, on a loopback port: the images that its pods run and those that they could. */
export async function startSandboxRegistry({ clock }: { clock: Clock }): Promise<SandboxRegistry> {
  const catalog = new ImageCatalog(readImages());
  const images = new CompanyImages({ catalog, scannedAt: clock.now() - SCANNED_BEFORE_MS });
  const account = { username: 'kubemate', password: randomBytes(18).toString('hex') };
  const shipped = catalog.tagged();
  const names = () => [...shipped, ...knownImages().filter(name => !catalog.find(name).refusal)];
  const server = new RegistryServer({ images, host: HOST, names, account });
  await server.listen();
  const { publicKey } = images;
  return { host: HOST, url: server.url, ...account, publicKey, close: () => server.close() };
}
