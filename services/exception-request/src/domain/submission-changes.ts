import { submissionChanges, type SubmissionChange } from '@sightline/contracts';
import type { WordsCompared } from './request.commands.js';
import type { Submission } from './request.js';

type Compared = Pick<
  Submission,
  'purpose' | 'studentIds' | 'groupId' | 'medium' | 'from' | 'until' | 'registerState' | 'words'
>;

const sameSet = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((id) => right.includes(id));

/**
 * What differs between two submissions. Words that were not compared, or compared with another record, count as changed:
 * an approval never stands on words that nobody knows to be the same (C3).
 */
export const changesBetween = (
  before: Compared,
  after: Omit<Compared, 'words'>,
  compared: WordsCompared | null,
): readonly SubmissionChange[] => {
  const words =
    compared?.recordId === before.words.recordId
      ? compared
      : { reasonDiffers: true, channelAddressDiffers: true, shortfallWhyDiffers: true };
  const differs: Readonly<Record<SubmissionChange, boolean>> = {
    students: !sameSet(before.studentIds, after.studentIds) || before.groupId !== after.groupId,
    channel: before.medium !== after.medium || words.channelAddressDiffers,
    period: before.from !== after.from || before.until !== after.until,
    reason: words.reasonDiffers,
    shortfall:
      before.registerState?.districtFormId !== after.registerState?.districtFormId || words.shortfallWhyDiffers,
    purpose: before.purpose !== after.purpose,
  };
  return submissionChanges.filter((part) => differs[part]);
};
