export const districtOffice = { sourcedId: 'org-district', name: 'Prairie Ridge School District', identifier: '0001' };

export interface SampleSchool {
  readonly sourcedId: string;
  readonly name: string;
  readonly identifier: string;
  /** CEDS grade codes. */
  readonly grades: readonly string[];
  readonly studentsPerGrade: number;
}

export const lincoln: SampleSchool = {
  sourcedId: 'org-lincoln',
  name: 'Lincoln High School',
  identifier: '1001',
  grades: ['09', '10', '11', '12'],
  studentsPerGrade: 50,
};
export const washington: SampleSchool = {
  sourcedId: 'org-washington',
  name: 'Washington Middle School',
  identifier: '1002',
  grades: ['06', '07', '08'],
  studentsPerGrade: 52,
};
export const roosevelt: SampleSchool = {
  sourcedId: 'org-roosevelt',
  name: 'Roosevelt Elementary School',
  identifier: '1003',
  grades: ['KG', '01', '02', '03', '04', '05'],
  studentsPerGrade: 24,
};

export const sampleSchools: readonly SampleSchool[] = [lincoln, washington, roosevelt];
