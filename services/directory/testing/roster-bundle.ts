import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

export interface BundledFile {
  readonly name: string;
  readonly content: string | Buffer;
  /** Unix file type and rights. */
  readonly mode?: number;
}

/** A zip of these files, in this order. */
export const zipOf = async (files: readonly BundledFile[], compress = true): Promise<Buffer> => {
  const zip = new ZipFile();
  for (const { name, content, mode } of files)
    zip.addBuffer(Buffer.isBuffer(content) ? content : Buffer.from(content), name, {
      compress,
      ...(mode === undefined ? {} : { mode }),
    });
  zip.end();
  return buffer(zip.outputStream);
};

/** Gives an entry a name that no zip program would write; it must be as long as the old one. */
export const renamed = (zip: Buffer, from: string, to: string): Buffer =>
  Buffer.from(zip.toString('latin1').replaceAll(from, to), 'latin1');

/** A small district by file name without `.csv`; a file given as null is left out. */
export type Files = Readonly<Record<string, string | Buffer | null>>;

const manifest12 = 'propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\n';

/** One school, a teacher, a principal, two students (Ann and Ben) and the mother of both, in OneRoster 1.2. */
export const smallDistrict: Readonly<Record<string, string>> = {
  manifest: manifest12,
  orgs: 'sourcedId,name,type\nd1,District,district\nb1,Lincoln School,school\n',
  academicSessions: 'sourcedId,title,type,startDate,endDate,schoolYear\nt1,Fall,term,2026-08-20,2026-12-18,2027\n',
  classes:
    'sourcedId,title,classType,schoolSourcedId,termSourcedIds,classCode\nc1,Biology,scheduled,b1,t1,BIO1\nc2,Robotics,scheduled,b1,t1,ACT-1\n',
  users: `sourcedId,enabledUser,username,givenName,familyName,agentSourcedIds
p1,true,robin,Robin,Teacher,
p2,true,pat,Pat,Principal,
s1,true,ann,Ann,Alder,g1
s2,true,ben,Ben,Alder,
g1,true,maya,Maya,Alder,s2
`,
  roles: `sourcedId,userSourcedId,roleType,role,orgSourcedId
r1,p1,primary,teacher,b1
r2,p2,primary,principal,b1
r3,s1,primary,student,b1
r4,s2,primary,student,b1
r5,g1,primary,guardian,b1
`,
  demographics: 'sourcedId,birthDate\ns1,2012-03-04\ns2,2013-05-06\n',
  enrollments: `sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role
e1,c1,b1,p1,teacher
e2,c1,b1,s1,student
e3,c1,b1,s2,student
e4,c2,b1,p1,teacher
e5,c2,b1,s1,student
`,
  relations: `type,sourcedId,relatedSourcedId,buildingSourcedId,from,until,kinds,reference,language
supervisor,p1,p2,,,,,,
sibling,s1,s2,,,,,,
`,
};

export const filesOf = (files: Files): BundledFile[] =>
  Object.entries({ ...smallDistrict, ...files }).flatMap(([name, content]) =>
    content === null ? [] : [{ name: name.includes('.') ? name : `${name}.csv`, content }],
  );

export const bundleOf = (files: Files = {}): Promise<Buffer> => zipOf(filesOf(files));

/** Runs work on a file that holds these bytes. */
export const withFile = async <Result>(bytes: Buffer, work: (file: string) => Promise<Result>): Promise<Result> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'sightline-bundle-spec-'));
  try {
    const file = path.join(folder, 'bundle.zip');
    await writeFile(file, bytes);
    return await work(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
