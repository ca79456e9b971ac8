/** Somebody of the sample district who is worth signing in as. */
export interface SamplePerson {
  readonly username: string;
  readonly role: string;
  readonly tryThis: string;
}

/** The memorable people of the sample district, in the order in which a tour would meet them. */
export const samplePeople: readonly SamplePerson[] = [
  {
    username: 'coach.rivera',
    role: 'History teacher and girls’ soccer coach, Lincoln',
    tryThis: 'Ask to write to the soccer team on an outside channel, or to use a personal telephone.',
  },
  {
    username: 'principal.lincoln',
    role: 'Principal, Lincoln High School',
    tryThis: 'Decide the building’s half of a request of coach.rivera.',
  },
  { username: 'principal.washington', role: 'Principal, Washington Middle School', tryThis: 'See another building.' },
  { username: 'principal.roosevelt', role: 'Principal, Roosevelt Elementary School', tryThis: 'See a third building.' },
  { username: 'tech.okafor', role: 'Technology department', tryThis: 'Decide the technology half of a request.' },
  { username: 'tech.lindqvist', role: 'Technology department', tryThis: 'Take a task that tech.okafor left open.' },
  {
    username: 'athletics.director',
    role: 'Supervisor of the coaches',
    tryThis: 'Answer the three findings on a personal telephone and read the copies.',
  },
  {
    username: 'teacher.nguyen',
    role: 'Mathematics teacher, Lincoln, and guardian of student.nguyen',
    tryThis: 'Ask to write to the Mathletes: for the own child no request is needed.',
  },
  {
    username: 'coach.brooks',
    role: 'Science teacher, robotics coach, sibling of student.brooks',
    tryThis: 'Ask to write to the robotics team: for a sibling no request is needed.',
  },
  { username: 'parent.garcia', role: 'Guardian, Spanish', tryThis: 'Read the notice and the messages of Sofía.' },
  { username: 'parent.hassan', role: 'Guardian, Somali, no e-mail', tryThis: 'Be told by text message.' },
  { username: 'parent.walker', role: 'Guardian without e-mail or telephone', tryThis: 'Be told by printed letter.' },
  {
    username: 'parent.carter.dale',
    role: 'Guardian with a restriction on contact and records',
    tryThis: 'Find the door closed, while parent.carter sees the messages.',
  },
  { username: 'student.mitchell', role: 'Student, 18', tryThis: 'Stand in the parent’s place.' },
  { username: 'superintendent', role: 'District administrator', tryThis: 'Receive what is overdue.' },
  { username: 'district-it', role: 'District IT, operator', tryThis: 'Import a roster, watch deliveries.' },
  { username: 'auditor', role: 'Auditor', tryThis: 'Follow a case from the request to the last notice.' },
];
