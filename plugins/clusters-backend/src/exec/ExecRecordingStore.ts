import { createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isError, NotFoundError } from '@backstage/errors';
import { execRecordingSchema } from '@kubemate/plugin-clusters-common';
import type { ExecRecording, ExecTranscript } from '@kubemate/plugin-clusters-common';
import { parseCast } from './asciicast';

const DAY_MS = 24 * 60 * 60 * 1000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** A file beyond this was not written by us. */
const MAX_TRANSCRIPT = 256 * 1024 * 1024;

/** Where one transcript goes while its session lives. */
export interface RecordingFile {
  /** Resolves when there is room for more. @throws where the disk takes no more */
  append(text: string): Promise<void>;
  /** Nothing can be appended afterwards. */
  finish(recording: ExecRecording): Promise<void>;
}

export interface RecordingFilter {
  readonly cluster: string;
  readonly namespace: string;
  readonly pod?: string;
  readonly user?: string;
  readonly before?: number;
  readonly limit: number;
}

/** Transcripts of terminals, readable by whoever the routes let. */
export interface ExecRecordingStore {
  create(recording: ExecRecording): Promise<RecordingFile>;
  /** Newest first. */
  list(filter: RecordingFilter): Promise<readonly ExecRecording[]>;
  /** @throws NotFoundError */
  get(id: string): Promise<ExecRecording>;
  /** @throws NotFoundError */
  read(id: string): Promise<ExecTranscript>;
  /** Removes what is older than the retention. */
  prune(now: number): Promise<void>;
}

/** One folder a day; two files a session, the transcript and what it is about. Only the portal's own user can read them. */
export class FileRecordingStore implements ExecRecordingStore {
  constructor(private readonly options: { directory: string; retentionDays: number }) {}

  async create(recording: ExecRecording): Promise<RecordingFile> {
    const folder = path.join(this.options.directory, dayOf(recording.startedAt));
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const base = path.join(folder, recording.id);
    await writeDescription(base, recording);
    const stream = createWriteStream(`${base}.cast`, { flags: 'wx', mode: 0o600 });
    let failure: Error | undefined;
    stream.on('error', error => {
      failure = error;
    });
    await new Promise<void>((resolve, reject) => {
      stream.once('open', () => resolve());
      stream.once('error', reject);
    });
    return {
      append: text =>
        new Promise((resolve, reject) => {
          if (failure !== undefined) reject(failure);
          else stream.write(text, error => (error ? reject(error) : resolve()));
        }),
      finish: async finished => {
        await new Promise<void>(resolve => {
          if (stream.destroyed) resolve();
          else stream.end(() => resolve());
        });
        await writeDescription(base, finished);
      },
    };
  }

  async list(filter: RecordingFilter): Promise<readonly ExecRecording[]> {
    const { cluster, namespace, pod, user, before = Infinity, limit } = filter;
    const found: ExecRecording[] = [];
    for (const day of await this.#days()) {
      if (Date.parse(day) > before) continue;
      const all = await this.#recordingsOf(day);
      found.push(
        ...all.filter(
          each =>
            each.cluster === cluster &&
            each.namespace === namespace &&
            (pod === undefined || each.pod === pod) &&
            (user === undefined || each.user === user) &&
            each.startedAt < before,
        ),
      );
      if (found.length >= limit) break;
    }
    return found.sort((a, b) => b.startedAt - a.startedAt).slice(0, limit);
  }

  async get(id: string): Promise<ExecRecording> {
    return (await this.#find(id)).recording;
  }

  async read(id: string): Promise<ExecTranscript> {
    const { base, recording } = await this.#find(id);
    const { size } = await stat(`${base}.cast`);
    if (size > MAX_TRANSCRIPT) throw new NotFoundError(`Recording ${id} is too large to be read`);
    return { recording, ...parseCast(await readFile(`${base}.cast`, 'utf8')) };
  }

  async prune(now: number): Promise<void> {
    const oldest = now - this.options.retentionDays * DAY_MS;
    for (const day of await this.#days()) {
      if (Date.parse(day) + DAY_MS > oldest) continue;
      const folder = path.join(this.options.directory, day);
      for (const file of await readdir(folder))
        if (/\.(cast|json)$/.test(file)) await rm(path.join(folder, file));
      await rmdir(folder).catch(() => undefined);
    }
  }

  /** Newest first. */
  async #days(): Promise<readonly string[]> {
    const names = await readdir(this.options.directory).catch(absentIsEmpty);
    return names
      .filter(name => DAY.test(name))
      .sort()
      .reverse();
  }

  async #recordingsOf(day: string): Promise<readonly ExecRecording[]> {
    const folder = path.join(this.options.directory, day);
    const names = await readdir(folder).catch(absentIsEmpty);
    const all = await Promise.all(
      names
        .filter(name => name.endsWith('.json'))
        .map(name => readDescription(path.join(folder, name))),
    );
    return all.flatMap(each => each ?? []);
  }

  async #find(id: string): Promise<{ base: string; recording: ExecRecording }> {
    for (const day of await this.#days()) {
      const base = path.join(this.options.directory, day, id);
      const recording = await readDescription(`${base}.json`);
      if (recording !== undefined) return { base, recording };
    }
    throw new NotFoundError(`There is no recording ${id}`);
  }
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** Whole or not at all. */
async function writeDescription(base: string, recording: ExecRecording): Promise<void> {
  await writeFile(`${base}.tmp`, JSON.stringify(recording), { mode: 0o600 });
  await rename(`${base}.tmp`, `${base}.json`);
}

async function readDescription(file: string): Promise<ExecRecording | undefined> {
  try {
    return execRecordingSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}

function absentIsEmpty(error: unknown): string[] {
  if (isError(error) && Reflect.get(error, 'code') === 'ENOENT') return [];
  throw error;
}
