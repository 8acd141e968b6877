import type { WorkspaceFile } from '../readWorkspace';

/** A file of the workspace as a commit takes it: text as text, everything else in base64. */
export function asCommitted({ content, executable }: WorkspaceFile) {
  const text = content.toString('utf8');
  const isText = Buffer.from(text, 'utf8').equals(content);
  return {
    content: isText ? text : content.toString('base64'),
    encoding: isText ? 'utf8' : 'base64',
    executable,
  };
}
