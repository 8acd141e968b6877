import { z } from 'zod';
import { splitImage } from '../../registry/imageManifest';
import type { Container } from '../objects/pod';

/** What the registry keeps beside an image. */
const evidenceSchema = z.strictObject({
  /** Whether the company's key has signed it. */
  signed: z.boolean().default(true),
  /** What the scanner found, by severity; some of medium and low severity by chance, where absent. */
  critical: z.number().int().min(0).default(0),
  high: z.number().int().min(0).default(0),
});

const behaviourSchema = z.strictObject({
  evidence: evidenceSchema.optional(),
  /** Seconds from start to the first good readiness probe. */
  readySeconds: z.number().optional(),
  /** Cores and bytes in ordinary use. */
  cpu: z.string().optional(),
  memory: z.string().optional(),
  /** Name of the log profile. */
  log: z.string().optional(),
  /** The program ends by itself, as a job's does. */
  ends: z
    .strictObject({
      seconds: z.number(),
      jitterSeconds: z.number().default(0),
      exitCode: z.number().default(0),
    })
    .optional(),
  /** What the readiness probe is told instead of success. */
  unready: z.string().optional(),
});

const repositorySchema = behaviourSchema.extend({
  repository: z.string(),
  /** Tags that can be pulled; any, where absent. */
  tags: z.array(z.string()).optional(),
  versions: z.record(z.string(), behaviourSchema).default({}),
  /** What it does otherwise where its command line or script names that commit: a build finds what is wrong with it. */
  commits: z.record(z.string(), behaviourSchema).default({}),
});

export const imagesSchema = z.strictObject({ repositories: z.array(repositorySchema) });

export type ImageEvidence = z.infer<typeof evidenceSchema>;

/** How the program in an image behaves. */
export type ImageBehaviour = z.infer<typeof behaviourSchema>;

export interface Image {
  readonly behaviour: ImageBehaviour;
  /** The registry's answer where the image cannot be pulled. */
  readonly refusal: string | undefined;
}

const ANY: ImageBehaviour = {};

/** The registries of the sandbox: which images there are and what their programs do. */
export class ImageCatalog {
  private readonly repositories: ReadonlyMap<string, z.infer<typeof repositorySchema>>;
  private readonly known = new Map<string, Image>();

  /** @param document - the content of an images file; a ZodError says what is wrong with it */
  constructor(document: unknown) {
    const { repositories } = imagesSchema.parse(document);
    this.repositories = new Map(repositories.map(entry => [entry.repository, entry]));
  }

  /** What the program does in a container: the image's behaviour, and what the commit it works on makes of it. */
  behaviourIn({ image, args = [], env = [] }: Container): ImageBehaviour {
    const { behaviour } = this.find(image);
    const commits = Object.entries(
      this.repositories.get(splitImage(image).repository)?.commits ?? {},
    );
    if (commits.length === 0) return behaviour;
    const words = [...args, ...env.map(({ value }) => value)];
    const found = commits.find(([commit]) => words.some(word => word?.includes(commit)));
    return found === undefined ? behaviour : { ...behaviour, ...found[1] };
  }

  find(image: string): Image {
    const known = this.known.get(image);
    if (known !== undefined) return known;
    const found = this.look(image);
    // Users may type any image name; the sandbox's own are a few dozen.
    if (this.known.size > 1000) this.known.clear();
    this.known.set(image, found);
    return found;
  }

  /** The names, with tags, that the document itself tells. */
  tagged(): readonly string[] {
    return [...this.repositories.values()].flatMap(({ repository, tags = [], versions }) =>
      [...tags, ...Object.keys(versions)].map(tag => `${repository}:${tag}`),
    );
  }

  private look(image: string): Image {
    const { repository, tag } = splitImage(image);
    const entry = this.repositories.get(repository);
    if (entry === undefined) return { behaviour: ANY, refusal: undefined };
    const { repository: _name, tags, versions, commits: _commits, ...behaviour } = entry;
    const exists = tags === undefined || tags.includes(tag) || Object.hasOwn(versions, tag);
    return {
      behaviour: { ...behaviour, ...(Object.hasOwn(versions, tag) ? versions[tag] : {}) },
      refusal: exists
        ? undefined
        : `failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`,
    };
  }
}
