import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  ANNOTATION_VIEW_URL,
  type Entity,
} from '@backstage/catalog-model';
import type { JobDirectory } from '@kubemate/plugin-pipelines-common';
import { entityName } from '../owned/entityNames';
import { linkTo, PIPELINE_ANNOTATION } from '../owned/ownedEntities';
import { RESTRICTED } from '../restricted/restrictedEntity';

export const JOBS_LOCATION = 'kubemate:jenkins';
/** As Backstage's Jenkins plugin reads it: `folder/job`, or `instance:folder/job`; several by comma. */
export const JOB_ANNOTATION = 'jenkins.io/job-full-name';
export const INSTANCE_ANNOTATION = 'kubemate.io/jenkins';
export const FOLDER_ANNOTATION = 'kubemate.io/jenkins-folder';
const EVERYBODY = '*';

type Instance = JobDirectory['instances'][number];
type Job = Instance['jobs'][number];

/** A component, and the jobs that its annotation names. */
export interface JobUse {
  readonly component: string;
  readonly jobs: string;
}

/** Jobs that somebody answers for, each a dependency of the components that name it. */
export function jobEntities(options: {
  readonly instances: readonly Instance[];
  readonly uses: readonly JobUse[];
  readonly appUrl: string | undefined;
}): Entity[] {
  const { instances, uses, appUrl } = options;
  const components = new Map<string, string[]>();
  for (const { component, jobs } of uses)
    for (const job of jobs.split(',').map(each => each.trim()))
      components.set(job, [...(components.get(job) ?? []), component]);
  return instances.flatMap(({ name, jobs }) =>
    jobs.flatMap(job => {
      const named = [`${name}:${job.fullName}`, job.fullName];
      const users = named.flatMap(each => components.get(each) ?? []);
      return jobEntity(job, { instance: name, users, appUrl }) ?? [];
    }),
  );
}

function jobEntity(
  job: Job,
  at: { instance: string; users: readonly string[]; appUrl: string | undefined },
): Entity | undefined {
  const { instance, users, appUrl } = at;
  const people = [...job.owners, ...job.readers];
  const owner = people.find(ref => ref !== EVERYBODY);
  if (owner === undefined) return undefined;
  const { fullName, folder, name, description, isMultibranch } = job;
  // A multibranch project is no pipeline itself; its branches are.
  const url = isMultibranch
    ? linkTo(appUrl, 'pipelines', 'definitions')
    : linkTo(appUrl, 'pipelines', 'definitions', instance, folder, name);
  const dependencyOf = [...new Set(users)].sort();
  const readers = [...new Set(people.map(ref => ref.toLocaleLowerCase('en-US')))].sort();
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      namespace: 'pipelines',
      name: entityName(instance, ...fullName.split('/')),
      title: fullName,
      description,
      tags: ['jenkins'],
      annotations: {
        [ANNOTATION_LOCATION]: JOBS_LOCATION,
        [ANNOTATION_ORIGIN_LOCATION]: JOBS_LOCATION,
        [INSTANCE_ANNOTATION]: instance,
        [FOLDER_ANNOTATION]: folder,
        ...(isMultibranch ? {} : { [PIPELINE_ANNOTATION]: name }),
        ...(url === undefined ? {} : { [ANNOTATION_VIEW_URL]: url }),
      },
      links: url === undefined ? [] : [{ url, title: 'Kubemate' }],
    },
    spec: {
      ...{ type: 'jenkins-job', owner },
      ...(dependencyOf.length > 0 && { dependencyOf }),
      ...(!people.includes(EVERYBODY) && { visibility: RESTRICTED, readers }),
    },
  };
}
