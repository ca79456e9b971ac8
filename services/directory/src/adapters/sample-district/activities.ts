import { lincoln, roosevelt, washington, type SampleSchool } from './sample-schools.js';

export interface Activity {
  /** Ends the class code behind `ACT-`. */
  readonly key: string;
  readonly title: string;
  readonly school: SampleSchool;
  /** Ends the sourcedId of the member of staff. */
  readonly leader: string;
  readonly subject: string;
  readonly size: number;
  readonly only?: 'girl' | 'boy';
  /** Named students who belong to it whatever the seed says. */
  readonly members?: readonly string[];
}

/** The activities that are not lessons. */
export const activities: readonly Activity[] = [
  {
    key: 'SOCCER-G',
    title: 'Girls’ Soccer',
    school: lincoln,
    leader: 'rivera',
    subject: 'Athletics',
    size: 18,
    only: 'girl',
    members: ['garcia', 'hassan', 'carter', 'mitchell', 'walker', 'oduya'],
  },
  {
    key: 'BASKETBALL-B',
    title: 'Boys’ Basketball',
    school: lincoln,
    leader: 'lincoln-history-1',
    subject: 'Athletics',
    size: 14,
    only: 'boy',
  },
  { key: 'BAND-M', title: 'Marching Band', school: lincoln, leader: 'lincoln-music-1', subject: 'Music', size: 32 },
  {
    key: 'ROBOTICS',
    title: 'Robotics Team',
    school: lincoln,
    leader: 'brooks',
    subject: 'Science',
    size: 12,
    members: ['brooks'],
  },
  {
    key: 'MATHLETES',
    title: 'Mathletes',
    school: lincoln,
    leader: 'nguyen',
    subject: 'Mathematics',
    size: 10,
    members: ['nguyen'],
  },
  { key: 'DRAMA', title: 'Drama Club', school: lincoln, leader: 'lincoln-english-1', subject: 'English', size: 20 },
  {
    key: 'BAND-C',
    title: 'Concert Band',
    school: washington,
    leader: 'washington-music-1',
    subject: 'Music',
    size: 26,
    members: ['garcia.mateo'],
  },
  {
    key: 'ROBOTICS-J',
    title: 'Junior Robotics',
    school: washington,
    leader: 'washington-science-1',
    subject: 'Science',
    size: 12,
  },
  {
    key: 'TRACK',
    title: 'Track and Field',
    school: washington,
    leader: 'washington-physical-education-1',
    subject: 'Athletics',
    size: 20,
  },
  { key: 'CHOIR', title: 'Choir', school: roosevelt, leader: 'washington-music-1', subject: 'Music', size: 24 },
  { key: 'ART', title: 'Art Club', school: roosevelt, leader: 'roosevelt-art-1', subject: 'Art', size: 15 },
];
