import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { Problem, type FieldProblem } from '../problem.js';

const flatten = (errors: readonly ValidationError[], parent = ''): FieldProblem[] =>
  errors.flatMap((error) => {
    const path = /^\d+$/.test(error.property)
      ? `${parent}[${error.property}]`
      : parent
        ? `${parent}.${error.property}`
        : error.property;
    const own = Object.entries(error.constraints ?? {}).map(([constraint, message]) => ({
      field: path,
      detail:
        constraint === 'whitelistValidation'
          ? 'This field is not known here; remove it or correct its name.'
          : `${message}.`,
    }));
    return [...own, ...flatten(error.children ?? [], path)];
  });

/** Every body and query is checked against its DTO; unknown fields are refused, never ignored. Values are not echoed. */
export const bodyValidation = (): ValidationPipe =>
  new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) =>
      new Problem({
        type: 'invalid-request',
        status: 422,
        title: 'Some fields are missing or wrong',
        detail: 'Correct the fields named under errors and send the request again.',
        errors: flatten(errors).slice(0, 50),
      }),
  });
