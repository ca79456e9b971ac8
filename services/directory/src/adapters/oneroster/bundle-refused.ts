export const bundleRefusalCodes = [
  'not-a-zip',
  'zip-damaged',
  'zip-too-large',
  'too-many-files',
  'unpacked-too-large',
  'nothing-to-read',
] as const;
export type BundleRefusalCode = (typeof bundleRefusalCodes)[number];

/** A bundle of which nothing can be read; nothing of it was taken. `detail` says what to do and quotes nothing of the content. */
export class RosterBundleRefused extends Error {
  constructor(
    readonly code: BundleRefusalCode,
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super(`${code}: ${detail}`, options);
    this.name = 'RosterBundleRefused';
  }
}
