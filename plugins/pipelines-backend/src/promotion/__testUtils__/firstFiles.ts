const LABELS = 'labels: { app: cart, backstage.io/kubernetes-id: cart }';

/** The manifests of `cart` as its repository has them: a base, and the overlay of one environment. */
export function firstFiles(environment: string): Readonly<Record<string, string>> {
  return {
    'deploy/base/kustomization.yaml': 'resources: [deployment.yaml, service.yaml]\n',
    'deploy/base/service.yaml': `apiVersion: v1
kind: Service
metadata: { name: cart, ${LABELS} }
spec: { selector: { app: cart }, ports: [{ port: 80 }] }
`,
    'deploy/base/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: cart, ${LABELS} }
spec:
  selector: { matchLabels: { app: cart } }
  template:
    metadata: { labels: { app: cart } }
    spec:
      terminationGracePeriodSeconds: 0
      containers:
        - { name: cart, image: 'registry.example.com/shop/cart:unbuilt' }
        - { name: proxy, image: 'proxy:1' }
`,
    [`deploy/overlays/${environment}/kustomization.yaml`]: `resources: [../../base]
namespace: shop-${environment}
replicas: [{ name: cart, count: 2 }]
`,
  };
}
