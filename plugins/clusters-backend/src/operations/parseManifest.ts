import { InputError } from '@backstage/errors';
import { describeIssues } from '@kubemate/http-node';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

/** More aliases than any manifest has; a few of them nested are a bomb. */
const MAX_ALIASES = 100;

const labels = z.record(z.string(), z.string()).optional();
const manifestSchema = z.looseObject({
  apiVersion: z.string().min(1).max(253),
  kind: z.string().min(1).max(63),
  metadata: z.looseObject({
    name: z.string().min(1).max(253),
    namespace: z.string().min(1).max(63).optional(),
    resourceVersion: z.string().optional(),
    uid: z.string().optional(),
    creationTimestamp: z.string().optional(),
    labels,
    annotations: labels,
  }),
});

/** One object as a person wrote it. */
export type Manifest = z.output<typeof manifestSchema>;

/**
 * Reads one YAML or JSON document. Managed fields and status, which editors show and nobody writes, are left out.
 * @throws InputError with the line of what is wrong, or the name of the field
 */
export function parseManifest(text: string): Manifest {
  // Its warnings go to the process's log, with the text that they are about.
  const options = { uniqueKeys: true, prettyErrors: true, logLevel: 'error' } as const;
  const documents = parseAllDocuments(text, options);
  const [document, second] = Array.isArray(documents)
    ? documents.filter(each => each.contents !== null)
    : [];
  if (document === undefined) throw new InputError('Invalid field "manifest": it is empty');
  if (second !== undefined)
    throw new InputError('Invalid field "manifest": it has several documents; apply one at a time');
  const [problem] = document.errors;
  if (problem !== undefined)
    throw new InputError(`Invalid field "manifest": ${withoutSource(problem.message)}`);
  const parsed = manifestSchema.safeParse(toJson(document));
  if (!parsed.success) {
    const issues = describeIssues(parsed.error.issues).join('; ');
    throw new InputError(`Invalid field "manifest": ${issues}`);
  }
  const { status, ...object } = parsed.data;
  const { managedFields, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** A sentence with line and column, without the text there: it may be a Secret's. */
function withoutSource(message: string): string {
  const [sentence = ''] = message.split('\n');
  return sentence.replace(/: "(?:[^"\\]|\\.)*"/, '').replace(/:$/, '');
}

function toJson(document: ReturnType<typeof parseAllDocuments>[number]): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    throw new InputError(
      `Invalid field "manifest": ${error instanceof Error ? error.message : 'it cannot be read'}`,
    );
  }
}
