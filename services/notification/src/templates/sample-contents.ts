import type { PostalAddress } from '@sightline/contracts';
import type { NoticeContents } from './contents.js';

/** What a preview fills a notice with: nobody of the roster. */
export const sampleNotice: NoticeContents = {
  occasion: 'approval',
  change: null,
  kind: 'personal-phone',
  reader: 'guardian',
  guardianName: 'Jordan Sample',
  staffName: 'Taylor Example',
  colleagues: [],
  schoolName: 'Sample Middle School',
  phone: '555-0100',
  groupName: 'Track and Field',
  medium: 'text-message',
  studentNames: ['Alex Sample', 'Sam Sample'],
  from: '2026-09-15',
  until: '2027-06-30',
  endedOn: null,
  noticeUrl: 'https://sightline.example/notices/sample',
  reference: 'sample',
};

export const sampleAddress: PostalAddress = {
  street: ['1 Example Street'],
  city: 'Sampletown',
  state: 'NY',
  postalCode: '00000',
  country: '',
};
