import type {
  CodeQuality,
  ImageEvidence,
  ImageTag,
  RunningImage,
} from '@kubemate/plugin-pipelines-common';
import type { Registries } from '../../registry/Registries';
import type { SonarServers } from '../../sonar/SonarServers';
import type { Component } from '../environments/Components';

/** What is known of a component's images and code, as its annotations say where to look. */
export class Evidence {
  readonly #registries: Registries;
  readonly #sonar: SonarServers;

  constructor({ registries, sonar }: { registries: Registries; sonar: SonarServers }) {
    this.#registries = registries;
    this.#sonar = sonar;
  }

  image(component: Pick<Component, 'repository'>, image: RunningImage): Promise<ImageEvidence> {
    return this.#registries.evidence(image, component.repository);
  }

  quality({ sonarProject }: Pick<Component, 'sonarProject'>): Promise<CodeQuality> {
    return this.#sonar.quality(sonarProject);
  }

  tags(repository: string): Promise<readonly ImageTag[]> {
    return this.#registries.tags(repository);
  }

  async close(): Promise<void> {
    await Promise.all([this.#registries.close(), this.#sonar.close()]);
  }
}
