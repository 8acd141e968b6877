import type { ClusterPlan, ServicePlan } from './scenarioFiles';

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly [field: string]: unknown;
}

const PORTS: Readonly<Record<string, string>> = {
  kafka: ':9092',
  redis: ':6379',
  postgres: ':5432',
};

function labelsOf(service: ServicePlan): Record<string, string> {
  const { name, namespace, component, version, team } = service;
  return {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/part-of': namespace,
    'app.kubernetes.io/component': component,
    'app.kubernetes.io/version': version,
    'app.kubernetes.io/managed-by': 'Helm',
    'backstage.io/kubernetes-id': name,
    team,
  };
}

function selectorOf({ name }: ServicePlan): Record<string, string> {
  return { 'app.kubernetes.io/name': name };
}

function addressOf(need: string, namespace: string): { name: string; value: string } {
  const [service = '', other = namespace] = need.split('.');
  const name = `${service.toUpperCase().replace(/-/g, '_')}_ADDRESS`;
  const port = PORTS[service];
  const value = `${service}.${other}`;
  return { name, value: port === undefined ? `http://${value}` : value + port };
}

function environment(service: ServicePlan): unknown[] {
  const secret = { name: `${service.name}-credentials`, key: 'api-token' };
  const field = (name: string, fieldPath: string) => ({
    name,
    valueFrom: { fieldRef: { fieldPath } },
  });
  return [
    { name: 'LOG_LEVEL', value: 'info' },
    field('POD_NAME', 'metadata.name'),
    field('NODE_NAME', 'spec.nodeName'),
    ...service.needs.map(need => addressOf(need, service.namespace)),
    { name: 'API_TOKEN', valueFrom: { secretKeyRef: secret } },
  ];
}

function container(service: ServicePlan): object {
  const { name, namespace, version, port, cpu, memory } = service;
  const httpGet = (path: string) => ({ path, port: 'http', scheme: 'HTTP' });
  const timing = { periodSeconds: 10, timeoutSeconds: 2 };
  return {
    name,
    image: `registry.example.com/${namespace}/${name}:${version}`,
    imagePullPolicy: 'IfNotPresent',
    ports: [{ name: 'http', containerPort: port, protocol: 'TCP' }],
    env: environment(service),
    resources: { requests: { cpu, memory }, limits: { memory: `${parseInt(memory, 10) * 2}Mi` } },
    readinessProbe: { httpGet: httpGet('/readyz'), ...timing, failureThreshold: 3 },
    livenessProbe: {
      httpGet: httpGet('/livez'),
      ...timing,
      initialDelaySeconds: 30,
      failureThreshold: 6,
    },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    },
    volumeMounts: [
      { name: 'config', mountPath: '/etc/app', readOnly: true },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  };
}

function podTemplate(service: ServicePlan): object {
  const { name, namespace, port } = service;
  return {
    metadata: {
      labels: labelsOf(service),
      annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': String(port) },
    },
    spec: {
      serviceAccountName: name,
      ...(namespace === 'payments' ? { priorityClassName: 'business-critical' } : {}),
      terminationGracePeriodSeconds: 30,
      containers: [container(service)],
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: 'topology.kubernetes.io/zone',
          whenUnsatisfiable: 'ScheduleAnyway',
          labelSelector: { matchLabels: selectorOf(service) },
        },
      ],
      volumes: [
        { name: 'config', configMap: { name } },
        { name: 'tmp', emptyDir: {} },
      ],
    },
  };
}

function deploymentSpec(service: ServicePlan, replicas: number): object {
  return {
    replicas,
    revisionHistoryLimit: 5,
    progressDeadlineSeconds: 600,
    selector: { matchLabels: selectorOf(service) },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    template: podTemplate(service),
  };
}

function configuration({ name, port, namespace }: ServicePlan): string {
  return [
    `service: ${name}`,
    `listen: :${port}`,
    'timeouts:',
    '  read: 5s',
    '  write: 10s',
    'features:',
    `  newPricing: ${namespace === 'catalog'}`,
    '',
  ].join('\n');
}

function ingress({ name, path }: ServicePlan, host: string): Manifest {
  const backend = { service: { name, port: { name: 'http' } } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    spec: {
      ingressClassName: 'traefik',
      tls: [{ hosts: [host], secretName: `${name}-tls` }],
      rules: [{ host, http: { paths: [{ path, pathType: 'Prefix', backend }] } }],
    },
    status: { loadBalancer: { ingress: [{ ip: '203.0.113.10' }] } },
  };
}

function httpRoute({ name, path }: ServicePlan, host: string): Manifest {
  const parent = { name: 'public', namespace: 'kube-system' };
  const condition = (type: string, reason: string) => ({
    type,
    status: 'True',
    reason,
    message: '',
    observedGeneration: 1,
    lastTransitionTime: '{{ now }}',
  });
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    spec: {
      parentRefs: [parent],
      hostnames: [host],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: path } }],
          backendRefs: [{ name, port: 80 }],
        },
      ],
    },
    status: {
      parents: [
        {
          parentRef: parent,
          controllerName: 'traefik.io/gateway-controller',
          conditions: [
            condition('Accepted', 'Accepted'),
            condition('ResolvedRefs', 'ResolvedRefs'),
          ],
        },
      ],
    },
  };
}

function certificate({ name }: ServicePlan, host: string): Manifest {
  const ready = {
    type: 'Ready',
    status: 'True',
    reason: 'Ready',
    message: 'Certificate is up to date and has not expired',
    observedGeneration: 1,
    lastTransitionTime: '{{ now }}',
  };
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    spec: {
      secretName: `${name}-tls`,
      dnsNames: [host],
      issuerRef: { name: 'letsencrypt', kind: 'ClusterIssuer' },
    },
    status: {
      notAfter: '{{ now 7776000 }}',
      renewalTime: '{{ now 5184000 }}',
      revision: 1,
      conditions: [ready],
    },
  };
}

function routes(service: ServicePlan, { domain }: ClusterPlan): Manifest[] {
  if (service.host === undefined) return [];
  const host = `${service.host}.${domain}`;
  return [ingress(service, host), httpRoute(service, host), certificate(service, host)];
}

function autoscaler({ name }: ServicePlan, scale: NonNullable<ServicePlan['scale']>): Manifest {
  const target = { type: 'Utilization', averageUtilization: scale.cpu };
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: scale.min,
      maxReplicas: scale.max,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }],
    },
  };
}

function disruptionBudget(service: ServicePlan): Manifest {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    spec: { minAvailable: 1, selector: { matchLabels: selectorOf(service) } },
  };
}

/** What one service's chart installs in a cluster. */
export function serviceManifests(service: ServicePlan, cluster: ClusterPlan): object[] {
  const { name, namespace } = service;
  const replicas = Math.max(1, Math.round(service.replicas * cluster.replicas));
  const named = (manifest: Manifest, suffix = '') => ({
    ...manifest,
    metadata: { name: `${name}${suffix}`, namespace, labels: labelsOf(service) },
  });
  const ports = [{ name: 'http', port: 80, targetPort: 'http' }];
  const stringData = { 'api-token': `not-a-real-token-of-${name}` };
  const data = { 'config.yaml': configuration(service) };
  return [
    named({ apiVersion: 'v1', kind: 'ServiceAccount' }),
    named({ apiVersion: 'v1', kind: 'ConfigMap', data }),
    named({ apiVersion: 'v1', kind: 'Secret', type: 'Opaque', stringData }, '-credentials'),
    named({ apiVersion: 'apps/v1', kind: 'Deployment', spec: deploymentSpec(service, replicas) }),
    named({ apiVersion: 'v1', kind: 'Service', spec: { selector: selectorOf(service), ports } }),
    ...routes(service, cluster).map(manifest => named(manifest)),
    ...(service.scale && cluster.autoscaled ? [named(autoscaler(service, service.scale))] : []),
    ...(service.budget ? [named(disruptionBudget(service))] : []),
  ];
}
