import type { Clause, ClauseId } from './policy-version.js';

/** The text of P 4650 as updated in March 2017, clause by clause. Every quote is the policy's own wording. */
export const clauses201703: Readonly<Record<ClauseId, Clause>> = {
  C1: {
    title: 'Conduct',
    quote:
      'Personal communication shall be deemed to be inappropriate if such communication is sexual in nature; is sexually suggestive; suggests romantic activity with student or students; or is otherwise inconsistent with Board policy.',
    plain:
      'Personal communication with a student must be appropriate. Anything sexual, suggestive, romantic or against Board policy leads to discipline, up to dismissal.',
  },
  C2: {
    title: 'District forms first',
    quote:
      'Employee’s must use district provided forms of communication (such as email addresses, district-sponsored webpages, social networking sites, and other information sharing resources) when available.',
    plain:
      'Speak or write first, and use the forms of communication that the district provides whenever one is available.',
  },
  C3: {
    title: 'Exception',
    quote:
      'Exceptions to electronic communications outside of district provided resources must be requested in writing (citing the name of the student and the reason for the request) and approved by the Building Principal and Technology Department.',
    plain:
      'Anything else must be asked for in writing, naming the students and the reason, and approved by the building principal and by the technology department.',
  },
  C4: {
    title: 'Own family',
    quote:
      'Such notification is not required where the communication is between the teacher and his/her children or siblings.',
    plain: 'No request is needed for your own children or siblings.',
  },
  C5: {
    title: 'Personal telephone',
    quote:
      'A staff member’s supervisor may authorize a staff member to communicate with students using the staff member’s personal telephone numbers to organize or facilitate a district-sponsored class or activity if the communication is determined necessary or beneficial, if the district-sponsored form of communication is not available, and if the communication is related to the class or activity.',
    plain:
      'Your supervisor may allow your personal telephone for a class or activity of the district, if that is necessary or beneficial, no district form is available, and it is about the class or activity.',
  },
  C6: {
    title: 'Parents are told',
    quote:
      'The district will provide information to the parents/guardians of students participating in classes or activities for which personal electronic communications have been approved.',
    plain: 'The district tells the parents and guardians of every student who takes part.',
  },
  C7: {
    title: 'Supervisor gets a copy',
    quote: 'Staff members will be required to send the communications simultaneously to the supervisor.',
    plain: 'What you send to students goes to your supervisor at the same time.',
  },
  C8: {
    title: 'Records on request',
    quote:
      'Staff members are required to provide their supervisors with all education-related communications with district students upon request.',
    plain: 'When your supervisor asks, hand over all education-related communication with students.',
  },
  C9: {
    title: 'Parents may look',
    quote:
      'Employee’s communication with students and/or teacher’s electronic media must be made available to the student’s parents/guardians.',
    plain: 'A student’s parents and guardians may see what was written to and by their child, and the media used.',
  },
  C10: {
    title: 'No blanket monitoring',
    quote:
      'Nonetheless, where there is reason to believe that an employee has inappropriately communicated with a student(s) they may require the teacher to provide access to the specific communication in question.',
    plain:
      'Nobody watches everything. With reason to believe something is wrong, the district may ask for that one communication.',
  },
  C11: {
    title: 'The policy changes on dates',
    quote: 'Last Updated: March 2017',
    plain: 'Each decision stands under the version of the policy that was in force when it was made.',
  },
};
