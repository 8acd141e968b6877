import type { ComponentEvidence } from '@kubemate/plugin-pipelines-common';
import type { Asker, Promotions } from '../Promotions';

/** Of what the asker may see running, and nothing else. */
export async function readComponentEvidence(
  ref: string,
  { promotions, asker }: { promotions: Promotions; asker: Asker },
): Promise<ComponentEvidence> {
  const { components, environments, reader, evidence, clock } = promotions;
  const component = await components.get(ref, asker.credentials);
  const found = await Promise.all(
    environments.map(async environment => ({
      environment,
      there: await reader.find(component, environment, asker.viewer),
    })),
  );
  const running = found.flatMap(({ environment: { name, title }, there }) =>
    there.state === 'found' ? [{ environment: name, title, image: there.image }] : [],
  );
  const [first] = running;
  const [images, tags, quality] = await Promise.all([
    Promise.all(
      running.map(async each => ({
        ...each,
        evidence: await evidence.image(component, each.image),
      })),
    ),
    first === undefined ? [] : evidence.tags(component.repository ?? first.image.repository),
    evidence.quality(component),
  ]);
  return { images, tags: [...tags], quality, asOf: clock.now() };
}
