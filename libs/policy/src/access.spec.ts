import { describe, expect, it } from '@jest/globals';
import { mayAccess, relations, resources, verbs, type Relation, type Resource, type Verb } from './access.js';

/** Every permission there is: `r` read, `w` write, `-` neither. A changed permission is a changed cell here. */
const matrix = `
resource          | self | requester | candidate | decider | guardian-of-student | supervisor-of-staff | principal-of-building | technology | auditor | operator | staff-of-building | colleague-in-group | district-client
person            | r    | -         | -         | -       | r                   | r                   | r                     | r          | -       | r        | r                 | -                  | r
group             | -    | -         | -         | -       | -                   | -                   | r                     | r          | -       | r        | r                 | -                  | r
building          | r    | r         | r         | r       | r                   | r                   | r                     | r          | r       | r        | r                 | r                  | r
district-form     | r    | r         | r         | r       | r                   | r                   | r                     | rw         | r       | rw       | r                 | r                  | rw
roster-import     | -    | -         | -         | -       | -                   | -                   | -                     | -          | -       | rw       | -                 | -                  | rw
held-import       | -    | -         | -         | -       | -                   | -                   | -                     | -          | -       | rw       | -                 | -                  | -
roster-readiness  | -    | -         | -         | -       | -                   | -                   | -                     | r          | -       | r        | -                 | -                  | r
role-assignment   | -    | -         | -         | -       | -                   | -                   | -                     | -          | -       | rw       | -                 | -                  | -
exception-request | -    | rw        | r         | r       | -                   | -                   | -                     | -          | r       | -        | -                 | -                  | -
request-draft     | -    | rw        | -         | -       | -                   | -                   | -                     | -          | -       | -        | -                 | -                  | -
authorization     | -    | rw        | r         | r       | r                   | r                   | r                     | r          | r       | -        | -                 | r                  | -
authorization-end | -    | w         | -         | w       | -                   | w                   | w                     | w          | -       | -        | -                 | -                  | -
copy-address      | -    | rw        | -         | -       | -                   | r                   | -                     | -          | -       | -        | -                 | -                  | -
objection         | r    | -         | r         | r       | w                   | r                   | r                     | -          | r       | -        | -                 | -                  | -
approval-task     | -    | -         | rw        | r       | -                   | -                   | -                     | -          | r       | -        | -                 | -                  | -
approval-answer   | r    | r         | r         | r       | -                   | -                   | -                     | -          | r       | -        | -                 | -                  | -
absence           | rw   | -         | r         | -       | -                   | -                   | -                     | -          | -       | -        | -                 | -                  | -
notice            | r    | -         | -         | -       | -                   | -                   | -                     | -          | r       | -        | -                 | -                  | -
coverage          | -    | r         | -         | r       | -                   | r                   | -                     | -          | r       | -        | -                 | -                  | -
contact-preferences | rw | -       | -         | -       | -                   | -                   | -                     | -          | -       | -        | -                 | -                  | -
notice-template   | -    | -         | -         | -       | -                   | -                   | r                     | r          | r       | r        | r                 | -                  | -
letter-batch      | -    | -         | -         | -       | -                   | -                   | rw                    | -          | -       | -        | -                 | -                  | -
text-reply        | -    | -         | -         | -       | -                   | -                   | rw                    | -          | -       | -        | -                 | -                  | -
access-grant      | r    | r         | -         | -       | -                   | -                   | -                     | -          | r       | -        | -                 | -                  | -
message           | rw   | -         | -         | -       | r                   | r                   | -                     | -          | -       | -        | -                 | -                  | w
message-source    | r    | -         | -         | -       | -                   | r                   | -                     | -          | -       | -        | -                 | -                  | -
copy-gap          | r    | -         | -         | -       | -                   | r                   | -                     | -          | r       | -        | -                 | -                  | -
message-dispute   | w    | -         | -         | -       | -                   | -                   | -                     | -          | -       | -        | -                 | -                  | -
message-contest   | r    | -         | -         | -       | w                   | r                   | -                     | -          | -       | -        | -                 | -                  | -
message-review    | -    | -         | -         | -       | -                   | w                   | -                     | -          | -       | -        | -                 | -                  | -
safety-hold       | -    | -         | -         | -       | -                   | rw                  | -                     | -          | -       | -        | -                 | -                  | -
message-import    | rw   | -         | -         | -       | -                   | -                   | -                     | -          | -       | -        | -                 | -                  | -
disclosure        | r    | -         | -         | -       | r                   | -                   | -                     | -          | -       | -        | -                 | -                  | -
records-request   | rw   | r         | -         | -       | w                   | rw                  | -                     | -          | -       | -        | -                 | -                  | -
case-history      | -    | -         | -         | -       | -                   | -                   | -                     | -          | r       | -        | -                 | -                  | -
parked-event      | -    | -         | -         | -       | -                   | -                   | -                     | -          | -       | rw       | -                 | -                  | rw
policy-version    | r    | r         | r         | r       | r                   | r                   | r                     | rw         | r       | rw       | r                 | r                  | rw
policy-confirmation | -  | -         | -         | -       | -                   | -                   | w                     | w          | -       | w        | w                 | -                  | -
policy-impact     | -    | -         | -         | -       | -                   | -                   | r                     | r          | r       | r        | -                 | -                  | -
relation-proposal | r    | -         | -         | -       | -                   | -                   | rw                    | rw         | -       | rw       | -                 | -                  | r
person-link       | r    | -         | -         | -       | -                   | -                   | rw                    | rw         | -       | rw       | -                 | -                  | r
hand-relation     | - | - | - | - | - | - | rw | r | - | rw | - | - | r
restriction       | - | - | - | - | - | - | rw | - | - | rw | - | - | -
registered-medium | rw   | -         | -         | -       | r                   | r                   | r                     | -          | r       | -        | -                 | -                  | -
medium-report     | r    | -         | -         | -       | w                   | r                   | r                     | -          | r       | -        | -                 | -                  | -
webhook           | - | - | - | - | - | - | - | - | - | rw | - | - | rw
`;

const [[, ...heading] = [], ...rows] = matrix
  .trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()));

const permissions = rows.flatMap(([resource, ...cells]) =>
  cells.flatMap((cell, index) =>
    verbs.map((verb): [Resource, Verb, Relation, boolean] => [
      resource as Resource,
      verb,
      heading[index] as Relation,
      cell.includes(verb === 'read' ? 'r' : 'w'),
    ]),
  ),
);

describe('who may look and who may act', () => {
  it('is written down for every resource, verb and relation', () => {
    expect(rows.map(([resource]) => resource)).toEqual([...resources]);
    expect(heading).toEqual([...relations]);
    expect(permissions).toHaveLength(resources.length * verbs.length * relations.length);
    expect(rows.flatMap(([, ...cells]) => cells).filter((cell) => !['r', 'w', 'rw', '-'].includes(cell))).toEqual([]);
  });

  it.each(permissions)('%s: %s by %s is %s', (resource, verb, relation, allowed) => {
    expect(mayAccess(resource, verb, new Set([relation]))).toBe(allowed);
  });

  it('holds for whoever has one of the relations, and never for somebody with none', () => {
    for (const resource of resources)
      for (const verb of verbs) expect(mayAccess(resource, verb, new Set())).toBe(false);
    expect(mayAccess('case-history', 'read', new Set<Relation>(['self', 'auditor']))).toBe(true);
    expect(mayAccess('case-history', 'read', new Set<Relation>(['self', 'operator']))).toBe(false);
  });

  it('lets an auditor change nothing, and nobody change what happened', () => {
    for (const resource of resources) expect(mayAccess(resource, 'write', new Set(['auditor']))).toBe(false);
    expect(mayAccess('case-history', 'write', new Set(relations))).toBe(false);
  });
});
