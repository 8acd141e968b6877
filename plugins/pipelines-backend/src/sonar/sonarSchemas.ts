import { QUALITY_MEASURES } from '@kubemate/plugin-pipelines-common';
import { z } from 'zod';

/** `GET api/qualitygates/project_status` */
export const projectStatusSchema = z
  .object({
    projectStatus: z.object({
      status: z.enum(['OK', 'WARN', 'ERROR', 'NONE']),
      conditions: z
        .array(
          z.object({
            status: z.string(),
            metricKey: z.string(),
            comparator: z.string().optional(),
            errorThreshold: z.string().optional(),
            actualValue: z.string().optional(),
          }),
        )
        .default([]),
    }),
  })
  .transform(({ projectStatus: { status, conditions } }) => ({
    status: ({ OK: 'passed', WARN: 'passed', ERROR: 'failed', NONE: 'none' } as const)[status],
    conditions: conditions.map(({ status: each, metricKey, comparator, ...values }) => ({
      metric: metricKey,
      isMet: each !== 'ERROR',
      ...(comparator === undefined ? {} : { comparator }),
      ...(values.errorThreshold === undefined ? {} : { threshold: values.errorThreshold }),
      ...(values.actualValue === undefined ? {} : { actual: values.actualValue }),
    })),
  }));

/** `GET api/measures/component` */
export const measuresSchema = z
  .object({
    component: z.object({
      measures: z.array(z.object({ metric: z.string(), value: z.string().optional() })),
    }),
  })
  .transform(({ component }) => {
    const values = new Map(component.measures.map(({ metric, value }) => [metric, value]));
    return QUALITY_MEASURES.flatMap(metric => {
      const value = values.get(metric);
      return value === undefined ? [] : [{ metric, value }];
    });
  });

/** `GET api/project_analyses/search`, newest first; its dates are ISO 8601 with an offset without a colon. */
export const analysesSchema = z
  .object({
    analyses: z.array(z.object({ date: z.string(), revision: z.string().optional() })).default([]),
  })
  .transform(({ analyses }) =>
    analyses.map(({ date, revision }) => ({
      date: Date.parse(date.replace(/([+-]\d{2})(\d{2})$/, '$1:$2')) || undefined,
      revision,
    })),
  );
