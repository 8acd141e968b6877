import type { Causes } from './Causes';

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const QUALIFIED = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

const LABEL_TEXT =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const SUBDOMAIN_TEXT =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const QUALIFIED_TEXT =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const LABEL_VALUE_TEXT =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

export function checkLabelName(name: string, field: string, causes: Causes): void {
  if (name.length > 63) causes.invalid(field, name, 'must be no more than 63 bytes');
  else if (!LABEL.test(name)) causes.invalid(field, name, LABEL_TEXT);
}

export function checkSubdomain(name: string, field: string, causes: Causes): void {
  if (name.length > 253) causes.invalid(field, name, 'must be no more than 253 bytes');
  else if (!SUBDOMAIN.test(name)) causes.invalid(field, name, SUBDOMAIN_TEXT);
}

/** RBAC names may be anything that fits in one path segment. */
export function checkPathSegment(name: string, field: string, causes: Causes): void {
  if (name === '.' || name === '..') causes.invalid(field, name, `may not be '${name}'`);
  for (const part of ['/', '%'])
    if (name.includes(part)) causes.invalid(field, name, `may not contain '${part}'`);
}

function checkQualifiedKey(key: string, field: string, causes: Causes): void {
  const [prefix, name = prefix ?? '', ...rest] = key.includes('/')
    ? key.split('/')
    : [undefined, key];
  if (rest.length > 0 || !QUALIFIED.test(name) || name.length > 63)
    causes.invalid(field, key, QUALIFIED_TEXT);
  else if (prefix !== undefined && !SUBDOMAIN.test(prefix))
    causes.invalid(field, key, `prefix part ${SUBDOMAIN_TEXT}`);
}

export function checkLabels(
  labels: Readonly<Record<string, unknown>>,
  field: string,
  causes: Causes,
): void {
  for (const [key, value] of Object.entries(labels)) {
    checkQualifiedKey(key, field, causes);
    const text = String(value);
    if (text.length > 63) causes.invalid(field, text, 'must be no more than 63 bytes');
    else if (!LABEL_VALUE.test(text)) causes.invalid(field, text, LABEL_VALUE_TEXT);
  }
}

const MAX_ANNOTATION_BYTES = 256 * 1024;

export function checkAnnotations(
  annotations: Readonly<Record<string, string>>,
  field: string,
  causes: Causes,
): void {
  let size = 0;
  for (const [key, value] of Object.entries(annotations)) {
    checkQualifiedKey(key.toLowerCase(), field, causes);
    size += key.length + value.length;
  }
  if (size > MAX_ANNOTATION_BYTES)
    causes.list.push({
      reason: 'FieldValueTooLong',
      message: `Too long: may not be more than ${MAX_ANNOTATION_BYTES} bytes`,
      field,
    });
}
