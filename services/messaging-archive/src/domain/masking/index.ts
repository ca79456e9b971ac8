export { displayable } from './displayable.js';
export { maskingOf, maskMark, type Masking } from './mask-text.js';
export { type PersonWords } from './name-forms.js';
