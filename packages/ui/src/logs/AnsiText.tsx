import { AnsiUp } from 'ansi_up';
import { memo } from 'react';
import { plainText, splitMatches } from './logText';

/** Escapes everything that is not a colour sequence; only http and https links are made. */
function toHtml(text: string): string {
  const ansi = new AnsiUp();
  ansi.escape_html = true;
  // Classes, coloured by LogFrame: the terminal's own sixteen colours are unreadable in one mode or the other.
  ansi.use_classes = true;
  ansi.url_allowlist = { http: 1, https: 1 };
  return ansi.ansi_to_html(text);
}

/** A log line's text: ANSI colours drawn, or while searching, matches marked. */
export const AnsiText = memo(({ text, search }: { text: string; search: string }) => {
  if (search !== '') {
    const parts = splitMatches(plainText(text), search);
    return (
      <>
        {parts.map((part, index) =>
          // Parts alternate between text and match; their order is their identity.
          index % 2 === 1 ? <mark key={index}>{part}</mark> : part,
        )}
      </>
    );
  }
  if (!text.includes('\u001b')) return <>{text}</>;
  // eslint-disable-next-line react/no-danger -- escaped by toHtml
  return <span dangerouslySetInnerHTML={{ __html: toHtml(text) }} />;
});
AnsiText.displayName = 'AnsiText';
