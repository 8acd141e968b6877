import type { KubeObject } from '@kubemate/kube-common';
import type { PodPort } from '@kubemate/plugin-clusters-common';
import { z } from 'zod';

const podSchema = z.object({
  metadata: z.object({ labels: z.record(z.string(), z.string()).optional() }),
  spec: z.object({
    containers: z
      .array(
        z.object({
          name: z.string(),
          ports: z
            .array(
              z.object({
                name: z.string().optional(),
                containerPort: z.number(),
                protocol: z.string().default('TCP'),
                hostPort: z.number().optional(),
              }),
            )
            .default([]),
        }),
      )
      .default([]),
  }),
});

const serviceSchema = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    selector: z.record(z.string(), z.string()).optional(),
    ports: z
      .array(
        z.object({
          port: z.number(),
          protocol: z.string().default('TCP'),
          targetPort: z.union([z.string(), z.number()]).optional(),
          nodePort: z.number().optional(),
        }),
      )
      .default([]),
  }),
});

/** The ports that a pod's containers declare, and those that services lead to without one declaring them; by number. */
export function podPorts(pod: KubeObject, services: readonly KubeObject[]): PodPort[] {
  const parsed = podSchema.safeParse(pod);
  if (!parsed.success) return [];
  const { metadata, spec } = parsed.data;
  const ports: PodPort[] = spec.containers.flatMap(({ name: container, ports: declared }) =>
    declared.map(({ name, containerPort, protocol, hostPort }) => ({
      container,
      ...(name === undefined ? {} : { name }),
      port: containerPort,
      protocol,
      ...(hostPort === undefined ? {} : { hostPort }),
      declared: true,
      services: [],
    })),
  );
  for (const object of services) {
    const service = serviceSchema.safeParse(object);
    if (!service.success || !selects(service.data.spec.selector, metadata.labels)) continue;
    for (const port of service.data.spec.ports) {
      const target = port.targetPort ?? port.port;
      const own = ports.find(
        each =>
          each.protocol === port.protocol &&
          (typeof target === 'number' ? each.port === target : each.name === target),
      );
      const lead = {
        name: service.data.metadata.name,
        port: port.port,
        ...(port.nodePort === undefined ? {} : { nodePort: port.nodePort }),
      };
      if (own !== undefined) own.services.push(lead);
      // A named port that no container has leads nowhere.
      else if (typeof target === 'number')
        ports.push({
          container: '',
          port: target,
          protocol: port.protocol,
          declared: false,
          services: [lead],
        });
    }
  }
  return ports.sort((a, b) => a.port - b.port);
}

/** A service without a selector leads to endpoints that somebody else writes. */
function selects(
  selector: Readonly<Record<string, string>> | undefined,
  labels: Readonly<Record<string, string>> = {},
): boolean {
  const wanted = Object.entries(selector ?? {});
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}
