import assert from 'node:assert/strict';
import { failureOf, jobsError, tokenError } from '../../src/avepoint/errors.ts';
import type { HttpResponse } from '../../src/avepoint/http.ts';
import { fixture } from './support/parts.ts';

const permission = 'microsoft365backup.jobInfo.read.all';

function response(status: number, body?: unknown): HttpResponse {
  return { kind: 'response', status, retryAfter: undefined, date: undefined, body };
}

describe('errors of the jobs API', () => {
  for (const [status, code] of [
    [400, 'rejected'],
    [401, 'unauthorised'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [410, 'not-found'],
    [405, 'rejected'],
    [408, 'timed-out'],
    [429, 'rate-limited'],
    [500, 'unavailable'],
    [501, 'unavailable'],
    [503, 'unavailable'],
    [204, 'malformed'],
    [302, 'malformed'],
  ] as const) {
    it(`an error of the jobs API with status ${status} is ${code}`, () =>
      assert.equal(jobsError(response(status)).code, code));
  }

  it('an error of the jobs API names the permission that is missing', () => {
    const error = jobsError(response(403));
    assert.equal(error.details.permission, permission);
    assert.match(error.message, /jobInfo\.read\.all/);
  });

  it('an error of the jobs API names AVEPOINT_JOBS_API if the address does not exist', () => {
    assert.match(jobsError(response(404)).message, /AVEPOINT_JOBS_API/);
  });

  it('an error of the jobs API has the ids that support asks for, and nothing else of the body', () => {
    const error = jobsError(response(400, JSON.parse(fixture('cloudbackupjobs.error.json'))));
    assert.equal(error.details.requestId, '0HNEVHLNSPSEJ:00000003');
    assert.equal(error.details.traceId, '00-f33571c212e19c7bad36b255e18b7df2-97d26a62bd4a5b70-00');
    assert.doesNotMatch(error.message, /PageSize|not valid/);
  });

  it('an error of the jobs API has no ids if the body has none', () => {
    for (const body of [undefined, null, [], 'x', { requestId: {} }]) {
      assert.equal(jobsError(response(500, body)).details.requestId, undefined);
    }
  });

  it('an error of the jobs API distinguishes a failed connection, a body that is too large and a time-out', () => {
    const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const failed = failureOf('jobs API', { kind: 'no-answer', cause: refused }, undefined);
    assert.equal(failed.code, 'unavailable');
    assert.match(failed.message, /ECONNREFUSED/);
    assert.equal(failed.cause, refused);
    assert.equal(failureOf('jobs API', { kind: 'too-large' }, undefined).code, 'malformed');
    assert.equal(failureOf('jobs API', { kind: 'timed-out' }, undefined).code, 'timed-out');
  });
});

describe('errors of the token service', () => {
  for (const [status, body] of [
    [400, { error: 'invalid_client' }],
    [401, undefined],
    [403, undefined],
    [302, undefined],
    [404, '<html>'],
  ] as const) {
    it(`an error of the token service with status ${status} means that the client is refused`, () => {
      assert.equal(tokenError(response(status, body)).code, 'unauthorised');
    });
  }

  it('an error of the token service means a missing permission if the scope is refused', () => {
    const error = tokenError(response(400, { error: 'invalid_scope' }));
    assert.equal(error.code, 'forbidden');
    assert.equal(error.details.permission, permission);
  });

  it('an error of the token service means that the service fails if the status says so', () => {
    assert.equal(tokenError(response(501)).code, 'unavailable');
  });

  it('an error of the token service names AVEPOINT_TOKEN_URL for a wrong address, and repeats no free text', () => {
    assert.match(tokenError(response(404)).message, /AVEPOINT_TOKEN_URL/);
    const error = tokenError(
      response(400, { error: 'secret s3cr3t! is wrong', error_description: 's3cr3t!' }),
    );
    assert.doesNotMatch(error.message, /s3cr3t/);
  });
});
