import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { pipelinesMachineRoutes } from '@kubemate/plugin-pipelines-common';
import type { JobDirectory } from '@kubemate/plugin-pipelines-common';
import type { Router } from 'express';
import type { JenkinsEngine } from './JenkinsEngine';
import type { JenkinsInstance } from './JenkinsInstance';
import { placeOf } from './jenkinsNames';

type Job = JobDirectory['instances'][number]['jobs'][number];

/** Catalogs hear of jobs late anyway. */
const MAX_AGE_MS = 30_000;

/** What other plugins must know of every job. They are no persons, so they do not go through the table of routes. */
export function addJobDirectoryRoute(
  router: Router,
  { httpAuth, jenkins }: { httpAuth: HttpAuthService; jenkins: JenkinsEngine },
): void {
  router.get(pipelinesMachineRoutes.getJobDirectory.path, async (request, response) => {
    await httpAuth.credentials(request, { allow: ['service'] });
    response.json(await jobDirectory(jenkins));
  });
}

export async function jobDirectory(
  jenkins: Pick<JenkinsEngine, 'instances'>,
): Promise<JobDirectory> {
  const instances = jenkins.instances({});
  await Promise.all(instances.map(instance => instance.refresh(MAX_AGE_MS)));
  return {
    instances: instances.map(instance => ({
      name: instance.name,
      isRead: instance.asOf > 0 && instance.failure === undefined,
      jobs: jobsOf(instance),
    })),
  };
}

function jobsOf(instance: JenkinsInstance): Job[] {
  const found = new Map<string, Job>();
  for (const { item, isBranch } of instance.allJobs()) {
    const fullName = isBranch ? item.fullName.split('/').slice(0, -1).join('/') : item.fullName;
    const { owners, readers } = instance.access.peopleOf(fullName);
    const { folder, job: name } = placeOf(fullName, {});
    found.set(fullName, {
      ...{ fullName, folder, name, isMultibranch: isBranch, owners, readers },
      ...(isBranch || !item.description ? {} : { description: item.description }),
    });
  }
  return [...found.values()];
}
