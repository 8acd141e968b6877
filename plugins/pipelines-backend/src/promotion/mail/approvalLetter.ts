import type { StoredApproval } from '../approvals/ApprovalStore';
import { nameOf } from '../imageRef';
import type { MailConfig } from './readMailConfig';

interface Words {
  subject(what: Told): string;
  text(what: Told): string;
}

interface Told {
  readonly image: string;
  readonly component: string;
  readonly from: string;
  readonly to: string;
  readonly by: string;
  readonly until: string;
  readonly reason?: string;
  readonly link: string;
}

const WORDS: Readonly<Record<MailConfig['language'], Words>> = {
  en: {
    subject: ({ component, to }) => `Approval asked for: ${component} to ${to}`,
    text: ({ image, component, from, to, by, until, reason, link }) =>
      [
        `${by} asks for approval to promote ${component} from ${from} to ${to}.`,
        '',
        `Image: ${image}`,
        ...(reason === undefined ? [] : [`Reason: ${reason}`]),
        `Until: ${until}`,
        '',
        'Approve or reject it in Kubemate, signed in:',
        link,
        '',
        'You are told because you are in a group that may approve this.',
      ].join('\n'),
  },
  zh: {
    subject: ({ component, to }) => `请求审批：${component} 发布到 ${to}`,
    text: ({ image, component, from, to, by, until, reason, link }) =>
      [
        `${by} 请求批准将 ${component} 从 ${from} 发布到 ${to}。`,
        '',
        `镜像：${image}`,
        ...(reason === undefined ? [] : [`原因：${reason}`]),
        `截止：${until}`,
        '',
        '请登录 Kubemate 后批准或拒绝：',
        link,
        '',
        '您收到此邮件，是因为您所在的组可以审批此请求。',
      ].join('\n'),
  },
};

/** What people read who may approve. It decides nothing: whoever has it still has to sign in. */
export function approvalLetter(
  request: StoredApproval,
  { baseUrl, language }: { baseUrl: string; language: MailConfig['language'] },
): { subject: string; text: string } {
  const { id, component, from, to, image, requestedBy, expiresAt, reason } = request;
  const told = {
    ...{ image: nameOf(image), component: shortRef(component), from, to, reason },
    by: shortRef(requestedBy),
    until: `${new Date(expiresAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    link: `${baseUrl.replace(/\/$/, '')}/pipelines/approvals?request=${encodeURIComponent(id)}`,
  };
  const { subject, text } = WORDS[language];
  return { subject: subject(told), text: text(told) };
}

function shortRef(ref: string): string {
  return ref.slice(ref.lastIndexOf('/') + 1);
}
