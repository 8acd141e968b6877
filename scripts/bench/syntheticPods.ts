import { seededRandom } from '../../packages/kube-node/src/reflector/testUtils/seededRandom';

/** Pods as a busy cluster has them: 9 KB of JSON each, a third of it managedFields. */
export interface PodOptions {
  readonly count: number;
  readonly namespaces: number;
  readonly seed?: number;
}

const IMAGES = ['shop/api', 'shop/web', 'payments/worker', 'catalog/search', 'ml/serve'];
const REASONS = ['CrashLoopBackOff', 'ImagePullBackOff', 'ContainerCreating'];

const hex = (value: number, width: number) => value.toString(16).padStart(width, '0').slice(-width);

function condition(type: string, status: string, at: string) {
  return { type, status, lastProbeTime: null, lastTransitionTime: at, observedGeneration: 1 };
}

/** What the API server keeps about who set which field: long, and of no use to a table. */
function managedFields(at: string) {
  const own = (names: readonly string[]) =>
    Object.fromEntries(names.map(name => [`f:${name}`, {}]));
  const fields = {
    '.': {},
    ...own(['image', 'imagePullPolicy', 'name', 'resources', 'terminationMessagePath']),
    'f:env': Object.fromEntries(
      ['POD_NAME', 'POD_IP', 'JAVA_OPTS', 'LOG_LEVEL', 'REGION', 'DB_HOST', 'DB_USER'].map(name => [
        `k:{"name":"${name}"}`,
        { '.': {}, ...own(['name', 'value', 'valueFrom']) },
      ]),
    ),
    'f:livenessProbe': { '.': {}, ...own(['failureThreshold', 'httpGet', 'periodSeconds']) },
    'f:readinessProbe': { '.': {}, ...own(['failureThreshold', 'httpGet', 'periodSeconds']) },
    'f:volumeMounts': {
      '.': {},
      'k:{"mountPath":"/data"}': { '.': {}, ...own(['mountPath', 'name']) },
    },
  };
  return [
    {
      manager: 'kube-controller-manager',
      operation: 'Update',
      apiVersion: 'v1',
      time: at,
      fieldsType: 'FieldsV1',
      fieldsV1: {
        'f:metadata': {
          'f:generateName': {},
          'f:labels': own(['app', 'pod-template-hash', 'team', 'version']),
        },
        'f:spec': {
          'f:containers': { 'k:{"name":"app"}': fields, 'k:{"name":"proxy"}': fields },
          ...own([
            'dnsPolicy',
            'enableServiceLinks',
            'restartPolicy',
            'schedulerName',
            'serviceAccount',
          ]),
        },
      },
    },
    {
      manager: 'kubelet',
      operation: 'Update',
      apiVersion: 'v1',
      time: at,
      subresource: 'status',
      fieldsType: 'FieldsV1',
      fieldsV1: {
        'f:status': {
          'f:conditions': Object.fromEntries(
            ['ContainersReady', 'Initialized', 'PodReadyToStartContainers', 'Ready'].map(type => [
              `k:{"type":"${type}"}`,
              {
                '.': {},
                ...own([
                  'lastProbeTime',
                  'lastTransitionTime',
                  'status',
                  'type',
                  'observedGeneration',
                ]),
              },
            ]),
          ),
          ...own([
            'containerStatuses',
            'hostIP',
            'hostIPs',
            'phase',
            'podIP',
            'podIPs',
            'startTime',
          ]),
        },
      },
    },
  ];
}

function container(app: string, image: string) {
  const probe = {
    httpGet: { path: '/healthz', port: 8080, scheme: 'HTTP' },
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
  };
  const environment = [
    'JAVA_OPTS',
    'LOG_LEVEL',
    'REGION',
    'DB_HOST',
    'DB_USER',
    'CACHE_URL',
    'QUEUE_URL',
    'FEATURES',
  ];
  return {
    name: app,
    image,
    ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
    env: [
      ...environment.map(name => ({
        name,
        value: `${app}-${name.toLowerCase()}-value-of-some-length`,
      })),
      { name: 'POD_IP', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'status.podIP' } } },
    ],
    resources: {
      limits: { cpu: '500m', memory: '512Mi' },
      requests: { cpu: '100m', memory: '256Mi' },
    },
    volumeMounts: [
      { name: 'data', mountPath: '/data' },
      {
        name: 'kube-api-access-x2x4z',
        readOnly: true,
        mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
      },
    ],
    livenessProbe: probe,
    readinessProbe: probe,
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent',
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
    },
  };
}

/** One pod; the same number gives the same pod. */
export function syntheticPod(number: number, options: PodOptions) {
  const random = seededRandom((options.seed ?? 1) * 1_000_003 + number);
  const below = (limit: number) => Math.floor(random() * limit);
  const deployment = Math.floor(number / 5);
  const app = `app-${deployment % 997}`;
  const hash = hex(deployment * 2654435761, 9);
  const namespace = `team-${deployment % options.namespaces}`;
  const name = `${app}-${hash}-${number.toString(36).padStart(5, '0')}`;
  const node = `node-${below(1000)}.eu-central.compute.internal`;
  const image = `registry.example.com/${IMAGES[deployment % IMAGES.length]}:v1.${deployment % 40}.0`;
  const failing = random() < 0.03;
  const restarts = failing ? 1 + below(90) : random() < 0.1 ? 1 + below(4) : 0;
  const at = new Date(1_780_000_000_000 + number * 9_000).toISOString().replace(/\.\d+/, '');
  const uid = `${hex(number * 7919, 8)}-4c1a-4b7e-9f60-${hex(number * 104729, 12)}`;
  const ready = failing ? 'False' : 'True';
  const waiting = {
    waiting: {
      reason: REASONS[number % REASONS.length],
      message: 'back-off 5m0s restarting failed container',
    },
  };
  const labels = {
    app,
    team: `team-${deployment % 40}`,
    version: `v1.${deployment % 40}.0`,
    'pod-template-hash': hash,
    'app.kubernetes.io/part-of': 'shop',
  };
  return {
    metadata: {
      name,
      generateName: `${app}-${hash}-`,
      namespace,
      uid,
      resourceVersion: String(1000 + number),
      creationTimestamp: at,
      labels,
      annotations: {
        'prometheus.io/scrape': 'true',
        'prometheus.io/port': '8080',
        'checksum/config': hex(number * 31, 8).repeat(8),
      },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: `${app}-${hash}`,
          uid: `${hex(deployment, 8)}-1111-4222-8333-444455556666`,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
      managedFields: managedFields(at),
    },
    spec: {
      volumes: [
        { name: 'data', emptyDir: {} },
        {
          name: 'kube-api-access-x2x4z',
          projected: {
            sources: [
              { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
              {
                configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] },
              },
            ],
            defaultMode: 420,
          },
        },
      ],
      containers: [container('app', image), container('proxy', image)],
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      serviceAccountName: app,
      nodeName: node,
      securityContext: { fsGroup: 1000 },
      schedulerName: 'default-scheduler',
      tolerations: ['not-ready', 'unreachable'].map(key => ({
        key: `node.kubernetes.io/${key}`,
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: 300,
      })),
      priority: 0,
      enableServiceLinks: true,
      preemptionPolicy: 'PreemptLowerPriority',
    },
    status: {
      phase: 'Running',
      conditions: [
        condition('PodReadyToStartContainers', 'True', at),
        condition('Initialized', 'True', at),
        condition('Ready', ready, at),
        condition('ContainersReady', ready, at),
        condition('PodScheduled', 'True', at),
      ],
      hostIP: `10.${below(250)}.${below(250)}.${below(250)}`,
      podIP: `100.${below(250)}.${below(250)}.${below(250)}`,
      startTime: at,
      containerStatuses: [
        {
          name: 'app',
          state: failing ? waiting : { running: { startedAt: at } },
          lastState:
            restarts > 0
              ? {
                  terminated: {
                    exitCode: 1,
                    reason: 'Error',
                    startedAt: at,
                    finishedAt: at,
                    containerID: `containerd://${hex(number, 16).repeat(4)}`,
                  },
                }
              : {},
          ready: !failing,
          restartCount: restarts,
          image,
          imageID: `registry.example.com/app@sha256:${hex(deployment, 16).repeat(4)}`,
          containerID: `containerd://${hex(number * 13, 16).repeat(4)}`,
          started: !failing,
        },
      ],
      qosClass: 'Burstable',
    },
  };
}
