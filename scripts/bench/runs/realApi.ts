import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/**
 * The API server of `KUBEMATE_PEER_KUBECONFIG`, as `bash e2e-tests/peers/kube/start.sh` starts it; undefined where none is named. No
 * controller of Tekton may run there: it would start the runs of the measurement.
 */
export function realApi(): { url: string; token: string } | undefined {
  const file = process.env.KUBEMATE_PEER_KUBECONFIG;
  if (file === undefined) return undefined;
  const { clusters, users } = parse(readFileSync(file, 'utf8'));
  // Its certificate is made at its start; nobody could check it.
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  return { url: clusters[0].cluster.server, token: users[0].user.token };
}
