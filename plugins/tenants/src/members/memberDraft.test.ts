import { addMember, draftMembers, memberProblems, toMembers } from './memberDraft';

const dana = { subject: 'user:default/dana', role: 'developer' as const };

describe('members as they are edited', () => {
  it('come back as they were', () => {
    const members = [dana, { ...dana, role: 'viewer' as const, environments: ['prod' as const] }];
    expect(toMembers(draftMembers(members))).toEqual(members);
  });

  it('keep environments in the order of the way to production', () => {
    const [draft] = draftMembers([{ ...dana, environments: ['prod', 'dev'] }]);
    if (draft === undefined) throw new Error('no member');
    expect(toMembers([draft])[0]?.environments).toEqual(['dev', 'prod']);
  });

  it('say which line lacks somebody, and which says the same twice', () => {
    const drafts = addMember(draftMembers([dana, dana]));
    expect([...memberProblems(drafts)]).toEqual([
      [1, 'duplicate'],
      [2, 'subject'],
    ]);
  });
});
