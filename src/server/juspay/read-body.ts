import { JuspayError } from './juspay-error.js';

/** No answer of Juspay is as large as that. */
const MOST_BYTES = 1_000_000;

/** The text of an answer. Rejects with a `JuspayError` when it is longer than any of Juspay's. */
export async function readBody(response: Response): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  // Leaving the loop early closes the connection.
  for await (const chunk of response.body) {
    length += chunk.length;
    if (length > MOST_BYTES) {
      throw new JuspayError({
        reason: 'unreadable',
        status: response.status,
        message: 'The answer is longer than any answer of Juspay.',
      });
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
