export * from './search-query.js';
export * from './words.js';
