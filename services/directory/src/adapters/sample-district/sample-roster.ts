import type { Gender, HomeLanguage } from './name-lists.js';

/** One row of users.csv, with what roles.csv, demographics.csv and relations.csv say of the same person. */
export interface SamplePersonRow {
  readonly sourcedId: string;
  readonly username: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly email?: string;
  /** A number that takes text messages, in E.164 of the 555-01xx range that is kept for fiction. */
  readonly sms?: string;
  /** The first one is the primary role. */
  readonly roles: readonly { readonly role: string; readonly org: string }[];
}

export interface SampleStudent extends SamplePersonRow {
  readonly gender: Gender;
  readonly grade: string;
  readonly school: string;
  readonly birthDate: string;
  readonly language: HomeLanguage;
  /** In contact order. */
  readonly guardianSourcedIds: readonly string[];
}

export interface SampleGuardian extends SamplePersonRow {
  readonly language: HomeLanguage;
}

export interface SampleStaff extends SamplePersonRow {
  /** What a teacher teaches; absent for everybody else. */
  readonly subject?: string;
}

export interface SampleGroup {
  readonly sourcedId: string;
  readonly title: string;
  readonly kind: 'class' | 'activity';
  readonly classCode: string;
  readonly classType: 'homeroom' | 'scheduled';
  readonly courseSourcedId: string;
  readonly courseTitle: string;
  readonly subject: string;
  readonly grades: readonly string[];
  readonly school: string;
  readonly leaderSourcedId: string;
  readonly studentSourcedIds: readonly string[];
}

export const staffId = (key: string): string => `staff-${key}`;
