const HEADER = 'x-kubemate-acting-for';
const MAX_REFS = 500;

/** A person for whom another part of the portal goes on with what they have begun, when their own token is long over. */
export interface ActingFor {
  /** Entity ref. */
  readonly user: string;
  /** Entity refs that they acted for then. */
  readonly groups: readonly string[];
}

/** Says for whom a request is made. It counts only beside the service token of a plugin that may say so. */
export function actingForHeaders({ user, groups }: ActingFor): Readonly<Record<string, string>> {
  return { [HEADER]: [user, ...groups].map(encodeURIComponent).join(',') };
}

/** For whom a request is made; undefined where it does not say. */
export function readActingFor(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): ActingFor | undefined {
  const text = headers[HEADER];
  if (typeof text !== 'string' || text === '') return undefined;
  const [user = '', ...groups] = text.split(',').slice(0, MAX_REFS).map(decoded);
  return { user, groups };
}

/** Anybody can send the header, whatever is in it; who may is asked afterwards. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
