import { ServiceUnavailableError } from '@backstage/errors';
import type { WaitingInput } from '@kubemate/plugin-pipelines-common';
import type { MailMatter, MailTopic } from '../../promotion/mail/MailTopic';
import type { People } from '../../promotion/mail/People';
import type { MailConfig } from '../../promotion/mail/readMailConfig';
import type { WaitingReader } from '../WaitingReader';
import { inputLetter } from './inputLetter';
import type { InputSource, OpenInput } from './InputSource';
import type { InputStore } from './InputStore';

export interface InputTopicOptions {
  readonly store: Pick<InputStore, 'get'>;
  readonly engines: readonly {
    readonly source: Pick<InputSource, 'engine' | 'candidates'>;
    /** What waits at this engine alone, as somebody sees it. */
    readonly waiting: Pick<WaitingReader, 'list'>;
  }[];
  readonly people: Pick<People, 'members' | 'groupsOf'>;
  /** Of the portal, as people open it. */
  readonly baseUrl: string;
  readonly language: MailConfig['language'];
}

/** Runs that wait for an answer. A person is told who would find it in the inbox, with the right to give it, at that time. */
export class InputTopic implements MailTopic {
  readonly #options: InputTopicOptions;

  constructor(options: InputTopicOptions) {
    this.#options = options;
  }

  async find(id: string): Promise<MailMatter | undefined> {
    const { store, engines } = this.#options;
    const open = await store.get(id);
    const engine = engines.find(({ source }) => source.engine === open?.run.engine);
    if (open === undefined || engine === undefined) return undefined;
    return {
      recipients: async () => this.#people(await engine.source.candidates(open)),
      letterFor: async person => {
        const item = await this.#asSeenBy(person, { open, waiting: engine.waiting });
        return item?.mayAnswer ? inputLetter(item, this.#options) : undefined;
      },
    };
  }

  async #people(refs: readonly string[]): Promise<readonly string[]> {
    const groups = refs.filter(ref => ref.startsWith('group:'));
    const members = groups.length === 0 ? [] : await this.#options.people.members(groups);
    return [...refs.filter(ref => ref.startsWith('user:')), ...members.map(({ person }) => person)];
  }

  async #asSeenBy(
    person: string,
    { open, waiting }: { open: OpenInput; waiting: Pick<WaitingReader, 'list'> },
  ): Promise<WaitingInput | undefined> {
    const groups = await this.#options.people.groupsOf(person);
    if (groups === undefined) return undefined;
    const { place, folder, name } = open.run;
    const viewer = { userEntityRef: person, ownershipEntityRefs: [person, ...groups] };
    const scope = { places: [place], folders: [folder] };
    const { items, failures } = await waiting.list(scope, { viewer, isOffered: true });
    const away = failures.find(({ state }) => state === 'unreachable');
    if (away !== undefined) throw new ServiceUnavailableError(`${place}: ${away.reason}`);
    return items.find(({ run, input }) => run.ref.name === name && input.id === open.input);
  }
}
