import { spawn } from 'node:child_process';

/**
 * Runs a command, hands each line of its output to `onLine`, and resolves with its exit code and its last lines.
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runTool(command, args, { cwd, env, onLine = () => {}, signal } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, signal, stdio: ['ignore', 'pipe', 'pipe'] });
    const lines = [];
    const take = stream => {
      let rest = '';
      stream.setEncoding('utf8');
      stream.on('data', chunk => {
        const parts = (rest + chunk).split('\n');
        rest = parts.pop() ?? '';
        for (const line of parts) {
          lines.push(line);
          onLine(line);
        }
        if (lines.length > 4000) lines.splice(0, lines.length - 2000);
      });
      stream.on('end', () => rest && lines.push(rest));
    };
    take(child.stdout);
    take(child.stderr);
    child.on('error', reject);
    child.on('close', code => resolve({ code: code ?? 1, output: lines.join('\n') }));
  });
}
