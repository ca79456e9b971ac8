import { describe, expect, it } from '@jest/globals';
import { decisionSpecification, fold, isRefusal } from '@sightline/decider';
import fc from 'fast-check';
import {
  personLinkDecider,
  type PersonLinkCommand,
  type PersonLinkFact,
  type PersonLinkRefusal,
} from './person-link.decider.js';

const { given } = decisionSpecification(personLinkDecider);
type Link = Extract<PersonLinkCommand, { type: 'link' }>;
const by = {
  byIds: ['principal'] as [string],
  roles: [{ role: 'principal', buildingId: 'school' }] as const,
  buildingIds: ['school'],
};
const link = (changed: Partial<Link> = {}): Link => ({
  ...{ ...by, type: 'link', personId: 'teacher', linkedId: 'mother', bothHaveOthers: false },
  ...changed,
});
const end = (changed: object = {}): PersonLinkCommand => ({ ...by, type: 'end', linkedId: 'mother', ...changed });
const linked: PersonLinkFact = {
  type: 'sightline.directory.persons-linked.v1',
  data: { personId: 'teacher', linkedId: 'mother', by: 'principal', basis: 'confirmed-match' },
};
const byKey: PersonLinkFact = {
  type: 'sightline.directory.persons-linked.v1',
  data: { personId: 'teacher', linkedId: 'mother', by: null, basis: 'import-key' },
};
const unlinked: PersonLinkFact = {
  type: 'sightline.directory.persons-unlinked.v1',
  data: { personId: 'teacher', linkedId: 'mother', by: 'principal', basis: 'confirmed-match' },
};

describe('two records of one natural person (C3, C4)', () => {
  it('are linked by somebody in charge, once, and parted again', () => {
    given().when(link()).then(linked);
    given(linked).when(link()).thenNothing();
    given(linked).when(end()).then(unlinked);
    given(linked, unlinked).when(link()).then(linked);
  });

  it('what a key has linked can be parted', () => {
    given(byKey)
      .when(end())
      .then({ ...unlinked, data: { ...unlinked.data, basis: 'import-key' } } as PersonLinkFact);
  });

  const table: readonly (readonly [string, Partial<Link>, PersonLinkRefusal])[] = [
    ['one record is none', { linkedId: 'teacher' }, 'same-record'],
    ['IT does not', { roles: [...by.roles, { role: 'operator', buildingId: null }] }, 'technology-department'],
    ['the principal of another building does not', { buildingIds: ['other'] }, 'not-in-charge'],
    ['a teacher does not', { roles: [{ role: 'teacher', buildingId: 'school' }] }, 'not-in-charge'],
    ['nobody does for himself', { byIds: ['other-record', 'mother'] }, 'own-record'],
    ['two that have others', { bothHaveOthers: true }, 'both-linked'],
  ];
  it.each(table)('%s', (_, changed, refusal) => {
    given().when(link(changed)).thenRefused(refusal, 'C3');
  });
  it('a record is linked to one other at most, and parted only when it is linked', () => {
    given(linked)
      .when(link({ personId: 'coach' }))
      .thenRefused('linked-to-another', 'C3');
    given().when(end()).thenRefused('not-linked', 'C3');
  });

  it('whatever is done, ending the link leaves everything as it was', () => {
    const command = fc.constantFrom<PersonLinkCommand>(link(), link({ personId: 'coach' }), end());
    fc.assert(
      fc.property(fc.array(command), (commands) => {
        const facts: PersonLinkFact[] = [];
        for (const each of [...commands, end()]) {
          const decision = personLinkDecider.decide(each, fold(personLinkDecider, facts));
          if (!isRefusal(decision)) facts.push(...decision);
        }
        expect(fold(personLinkDecider, facts)).toBe(personLinkDecider.initialState);
      }),
    );
  });
});
