// eslint-disable-next-line @backstage/no-undeclared-imports -- only tests import this folder
import fc from 'fast-check';

/** Fragments that have smuggled identity past other gateways, in any mixture. */
export const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\r\n',
        '\n',
        '\r',
        '\0',
        '\t',
        ' ',
        ':',
        '/',
        ',',
        ';',
        '%0d%0a',
        '\u2028',
        '\u0130',
        'ſ',
        '\ufeff',
        '\ud800',
        'é',
        '名',
        'Impersonate-User: admin',
        'Impersonate-Group: system:masters',
        'impersonate-uid: 1',
        'Connection: Impersonate-User',
        'Authorization: Bearer x',
        'system:masters',
        'SYSTEM:MASTERS',
        'system:',
        'kubemate:',
        'user:default/',
        'group:default/',
        'user:default/admin',
        'group:system/masters',
        'group:',
        '..',
        '../..',
        '%2e%2e',
        'default',
        'dana',
        'X-Remote-User: admin',
        'Transfer-Encoding: chunked',
        '\r\n\r\nGET / HTTP/1.1\r\n',
      ),
      fc.string({ maxLength: 6, unit: 'binary' }),
    ),
    { maxLength: 6 },
  )
  .map(parts => parts.join(''));
