export { describeServices, type DescribedService } from './open-api/describe-services.js';
export { mergeDocuments, PathTakenTwice } from './open-api/merge-documents.js';
