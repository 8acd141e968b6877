interface SeededState {
  readonly name: string;
  readonly replicas: number;
  /** As the cluster runs it. */
  readonly image: string;
}

/** A repository of overlays as people keep it for kustomize, by what the clusters run. */
export function seedFiles({
  deployment,
  states,
}: {
  deployment: string;
  states: readonly SeededState[];
}): Readonly<Record<string, string>> {
  const files: Record<string, string> = {
    'README.md': `# What ${deployment} runs where\n\nThe portal promotes by writing \`images\` of an overlay. Here a controller of the **sandbox** applies that, in the place of Argo CD or Flux: it takes images and nothing else.\n`,
    'deploy/base/kustomization.yaml': 'resources:\n  - deployment.yaml\n',
    'deploy/base/deployment.yaml': base(deployment, states[0]?.image ?? ''),
  };
  for (const state of states) {
    const folder = `deploy/overlays/${state.name}`;
    files[`${folder}/kustomization.yaml`] = overlay(state);
    files[`${folder}/settings.env`] =
      `LOG_LEVEL=${state.name === 'prod' ? 'warn' : 'debug'}\nSUGGESTIONS=${state.name === 'prod' ? 'off' : 'on'}\n`;
  }
  return files;
}

function overlay({ name, replicas, image }: SeededState): string {
  const [named = '', digest] = image.split('@');
  const colon = named.lastIndexOf(':');
  return [
    `# What runs in ${name}. The portal writes the image below.`,
    'apiVersion: kustomize.config.k8s.io/v1beta1',
    'kind: Kustomization',
    'resources:',
    '  - ../../base',
    'images:',
    `  - name: ${named.slice(0, colon)}`,
    `    newTag: "${named.slice(colon + 1)}"`,
    ...(digest === undefined ? [] : [`    digest: ${digest}`]),
    'replicas:',
    '  - name: search',
    `    count: ${replicas}`,
    'configMapGenerator:',
    '  - name: search-settings',
    '    envs: [settings.env]',
    '',
  ].join('\n');
}

function base(name: string, image: string): string {
  return [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata:',
    `  name: ${name}`,
    'spec:',
    '  selector:',
    '    matchLabels:',
    `      app.kubernetes.io/name: ${name}`,
    '  template:',
    '    metadata:',
    '      labels:',
    `        app.kubernetes.io/name: ${name}`,
    '    spec:',
    '      containers:',
    `        - name: ${name}`,
    `          image: ${image.replace(/@.*/, '')}`,
    '',
  ].join('\n');
}
