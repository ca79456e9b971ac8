// What pure code may not read, and what a spec may not do. The message names the right place.

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
