// Runs git for the portal, which ../src/git/GitLauncher.ts starts this for. Plain JavaScript, as it is started as it stands here.
const { spawn } = require('node:child_process');

const MAX_ERROR = 2_000;
const running = new Map();

function run({ id, args, env, input, maxBytes }) {
  const child = spawn('git', args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  running.set(id, child);
  const chunks = [];
  let size = 0;
  let said = '';
  let problem;
  child.stdout.on('data', chunk => {
    size += chunk.length;
    chunks.push(chunk);
    if (size > maxBytes) child.kill('SIGKILL');
  });
  child.stderr.on('data', chunk => {
    if (said.length < MAX_ERROR) said += chunk.toString('utf8');
  });
  // Git may end before it has read all: its exit code tells.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  child.once('error', error => {
    problem = { code: error.code, message: error.message };
  });
  child.once('close', code => {
    running.delete(id);
    const output = Buffer.concat(chunks).subarray(0, maxBytes);
    const isCut = size > maxBytes;
    const answer = { id, code, output, said: said.slice(0, MAX_ERROR), isCut, problem };
    if (process.connected) process.send(answer, () => {});
  });
}

process.on('message', message => {
  if (message.kill === undefined) run(message);
  else running.get(message.kill)?.kill('SIGKILL');
});
// Where the portal is gone, what runs may end by itself: git that is killed leaves its locks behind.
