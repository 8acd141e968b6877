/** The process's side of a session, as a kubelet or a sandbox hands it over. */
export interface ProgramStreams {
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Resolves when there is room for more. */
  stdout(data: string | Uint8Array): Promise<void> | void;
  stderr(data: string | Uint8Array): Promise<void> | void;
  onResize(listener: (size: { width: number; height: number }) => void): void;
}

/**
 * Programs that a contract test runs in a container, wherever the container is said to be.
 * @returns the exit code
 */
export async function runProgram(
  command: readonly string[],
  { stdin, stdout, stderr, onResize }: ProgramStreams,
): Promise<number> {
  const [program = 'attached', argument = '0'] = command;
  onResize(({ width, height }) => {
    if (program === 'sizes') void stdout(`${width}x${height}\n`);
  });
  switch (program) {
    case 'attached':
    case 'upper':
      await stderr('ready\n');
      for await (const chunk of stdin) await stdout(Buffer.from(chunk).toString().toUpperCase());
      return 0;
    case 'sizes':
      for await (const chunk of stdin) if (chunk.byteLength < 0) break;
      return 0;
    case 'exit':
      return Number(argument);
    case 'flood': {
      const block = Buffer.alloc(16 * 1024, 'x');
      for (let sent = 0; sent < Number(argument); sent += block.byteLength) await stdout(block);
      return 0;
    }
    default:
      throw new Error(`exec: "${program}": executable file not found in $PATH`);
  }
}
