import { ProblemError } from '../../core/model/problem.js';
import {
  type NonMoneyOperation,
  type OperationParams,
  type OperationResponse,
  readResponse,
  type SdkResult,
} from '../../core/protocol/index.js';
import type { CallOptions } from '../sdk/sdk-client.js';
import { problemOfResult } from '../sdk/sdk-problem.js';
import type { Services } from './services.js';
import { signedPayload } from './sign.js';

/** Signs, sends and reads one operation that moves no money. Rejects with a `ProblemError`. */
export async function request<N extends NonMoneyOperation>(
  services: Services,
  name: N,
  params: OperationParams<N>,
  options: CallOptions = {},
): Promise<OperationResponse<N>> {
  const { result } = await requestRaw(services, name, params, options);
  throwOnFailure(result);
  return readResponse(name, result.payload);
}

/** The same, with the result as it came, for answers whose failure says something. */
export async function requestRaw<N extends NonMoneyOperation>(
  services: Services,
  name: N,
  params: OperationParams<N>,
  options: CallOptions = {},
): Promise<{ readonly result: SdkResult; readonly response: OperationResponse<N> }> {
  const payload = await signedPayload(services, name, params);
  if (options.signal?.aborted === true)
    throw new ProblemError({ reason: 'cancelled', retry: true });
  const timed = { timeout: services.timings.call, ...options };
  const result = await services.client.call(name, payload, timed);
  return { result, response: readResponse(name, result.payload) };
}

/** `error` is not the status: a FAILURE status fails a call as well. */
export function throwOnFailure(result: SdkResult): void {
  const failed = result.failed || /^fail(ure|ed)?$/i.test(result.status ?? '');
  if (!failed) return;
  const code = result.payload['gatewayResponseCode'];
  throw new ProblemError(problemOfResult(result, typeof code === 'string' ? code : undefined));
}
