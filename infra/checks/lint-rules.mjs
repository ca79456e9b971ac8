// The rules this house adds to the recommended sets. A message names the right place; tests/architecture plants a violation of each.

const passedIn = 'comes with the command: a decider and a read model never read a clock, chance or the environment.';

/** For domain and read-models: the same input gives the same output for ever, or replay proves nothing. */
export const pureSyntax = {
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: `The time ${passedIn}` },
    { object: 'performance', property: 'now', message: `The time ${passedIn}` },
    { object: 'Math', property: 'random', message: `A random number ${passedIn}` },
    { object: 'crypto', property: 'randomUUID', message: `An id ${passedIn}` },
    { object: 'crypto', property: 'getRandomValues', message: `A random number ${passedIn}` },
    { object: 'process', property: 'env', message: `A setting ${passedIn}` },
  ],
  'no-restricted-globals': [
    'error',
    { name: 'process', message: `A setting ${passedIn}` },
    { name: 'setTimeout', message: 'Due dates are rows; time is a port.' },
    { name: 'setInterval', message: 'Due dates are rows; time is a port.' },
    { name: 'fetch', message: 'Facts are looked up by the handler (application) before it decides.' },
  ],
  'no-restricted-syntax': [
    'error',
    { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: `The time ${passedIn}` },
    { selector: "CallExpression[callee.name='Date']", message: `The time ${passedIn}` },
    { selector: "CallExpression[callee.name='randomUUID']", message: `An id ${passedIn}` },
  ],
};

const everyTestRuns = 'Every test runs: a test that cannot run here must fail and say what is missing.';
const chained = '/^(only|skip|todo|failing)$/';
const runners = '/^(it|test|describe)$/';

/** For specs: none is left out, none is the only one. */
export const testSyntax = {
  'no-restricted-syntax': [
    'error',
    { selector: `MemberExpression[property.name=${chained}][object.name=${runners}]`, message: everyTestRuns },
    { selector: `MemberExpression[property.name=${chained}][object.object.name=${runners}]`, message: everyTestRuns },
    { selector: `MemberExpression[property.value=${chained}][object.name=${runners}]`, message: everyTestRuns },
    { selector: 'CallExpression[callee.name=/^(xit|fit|xtest|xdescribe|fdescribe)$/]', message: everyTestRuns },
  ],
};

/** Rules that need types. */
export const typedRules = {
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
  '@typescript-eslint/only-throw-error': 'error',
  '@typescript-eslint/prefer-promise-reject-errors': 'error',
  '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
  ],
};

const longFile = { max: 250, skipBlankLines: false, skipComments: false };

/** Rules about the form of any file. `size/long-file` is `max-lines` again: long is a hint, too long is an error. */
export const formRules = {
  eqeqeq: ['error', 'always'],
  'no-console': 'error',
  'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'anywhere' }],
  'size/long-file': ['warn', longFile],
  'max-lines': ['error', { ...longFile, max: 300 }],
};
