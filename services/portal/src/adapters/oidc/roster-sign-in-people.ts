import type { PeopleReader, PersonDetails } from '@sightline/contracts';
import type { SignInPeople, SignInPerson } from './sign-in-people.js';

const signInPerson = ({ personId, sourcedId, username, displayName, roles }: PersonDetails): SignInPerson => ({
  personId,
  sourcedId,
  username,
  displayName,
  roles,
});

/** Whoever is on the roster can sign in; the names are read from `directory` each time. */
export const rosterSignInPeople = (reader: PeopleReader): SignInPeople => ({
  async find(login) {
    const person = await reader.find(login);
    return person && signInPerson(person);
  },
  async byId(personId) {
    const person = (await reader.people([personId])).get(personId);
    return person && signInPerson(person);
  },
  async search(query, limit) {
    return (await reader.search(query, limit)).map(signInPerson);
  },
});
