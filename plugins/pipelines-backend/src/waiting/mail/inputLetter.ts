import type { WaitingInput } from '@kubemate/plugin-pipelines-common';
import type { MailConfig } from '../../promotion/mail/readMailConfig';

interface Told {
  readonly run: string;
  readonly pipeline: string;
  readonly place: string;
  readonly message: string;
  readonly by?: string;
  readonly until?: string;
  readonly link: string;
}

interface Words {
  subject(told: Told): string;
  text(told: Told): string;
}

const WORDS: Readonly<Record<MailConfig['language'], Words>> = {
  en: {
    subject: ({ run }) => `An answer is asked for: ${run}`,
    text: ({ run, pipeline, place, message, by, until, link }) =>
      [
        `${run} waits for an answer: ${message}`,
        '',
        `Pipeline: ${pipeline}`,
        `Where: ${place}`,
        ...(by === undefined ? [] : [`Started by: ${by}`]),
        ...(until === undefined ? [] : [`Until: ${until}`]),
        '',
        'Answer it in Kubemate, signed in:',
        link,
        '',
        'You are told because the pipeline takes an answer of you, or of a group that you are in.',
      ].join('\n'),
  },
  zh: {
    subject: ({ run }) => `等待答复：${run}`,
    text: ({ run, pipeline, place, message, by, until, link }) =>
      [
        `${run} 正在等待答复：${message}`,
        '',
        `流水线：${pipeline}`,
        `位置：${place}`,
        ...(by === undefined ? [] : [`启动者：${by}`]),
        ...(until === undefined ? [] : [`截止：${until}`]),
        '',
        '请登录 Kubemate 后答复：',
        link,
        '',
        '您收到此邮件，是因为该流水线可由您或您所在的组答复。',
      ].join('\n'),
  },
};

/** What people read who may answer. It decides nothing: whoever has it still has to sign in. */
export function inputLetter(
  { run, input, expiresAt }: WaitingInput,
  { baseUrl, language }: { baseUrl: string; language: MailConfig['language'] },
): { subject: string; text: string } {
  const { place, folder, name } = run.ref;
  const id = encodeURIComponent(`${run.uid} ${input.id}`);
  const told: Told = {
    ...{ run: name, pipeline: run.pipeline ?? name, place: `${place} / ${folder}` },
    // One line: it is somebody else's text.
    message: input.message.replace(/\s+/g, ' ').slice(0, 500),
    ...(run.trigger.by === undefined ? {} : { by: run.trigger.by.replace(/^.*\//, '') }),
    ...(expiresAt === undefined
      ? {}
      : { until: `${new Date(expiresAt).toISOString().slice(0, 16).replace('T', ' ')} UTC` }),
    link: `${baseUrl.replace(/\/$/, '')}/pipelines/approvals?input=${id}`,
  };
  const { subject, text } = WORDS[language];
  return { subject: subject(told), text: text(told) };
}
