import { useServerText } from './useServerText';

/** A sentence of the server in the language of the page. */
export function ServerText({ text }: { text: string }) {
  return <>{useServerText()(text)}</>;
}
