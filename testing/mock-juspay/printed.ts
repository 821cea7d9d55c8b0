import type { JsonObject } from '../../adapters/simulator/json.js';
import type { AnswerFault, AnswerFaultMatch } from './answer-faults.js';
import { newResponse, type WebResponse } from './web.js';

/** An answer before it is printed. */
export interface Said {
  readonly status: number;
  readonly body: JsonObject;
}

/** What is said where nothing was done. */
export const NOTHING: Said = { status: 200, body: {} };

const JSON_TYPE = 'application/json';
const PAGE = '<html><body><h1>Service temporarily unavailable</h1></body></html>';

/** Prints an answer, or what a fault makes of its text. */
export function printed(
  { status, body }: Said,
  kind?: AnswerFault | undefined,
  match: AnswerFaultMatch = {},
): WebResponse {
  const text = JSON.stringify(body);
  switch (kind) {
    case 'html':
      return newResponse(match.status ?? 200, 'text/html', PAGE);
    case 'empty':
      return newResponse(match.status ?? 200, JSON_TYPE, '');
    case 'truncated':
      return newResponse(match.status ?? status, JSON_TYPE, text.slice(0, text.length / 2));
    default:
      return newResponse(status, JSON_TYPE, text);
  }
}
