/**
 * What each version of the library has written, as it stood in a storage. These texts never change:
 * phones hold them.
 */

/** Written by 0.1.0: no checksums. */
export const ORDERS_1 = [
  '{"version":1,"orders":[',
  '{"orderId":"paid-1","kind":"pay","amount":"2.00","status":"success","reported":"success","code":"00","verified":true,"settled":true,"attempts":1,"attemptId":"00000000-0000-4000-8000-000000000003","requestId":"00000000-0000-4000-8000-000000000004","earlierRequestIds":[],"at":1767587405000,"updatedAt":1767587408841,"endedTxns":[],"txnUuid":"moz4b36df8ea5f442ea4"},',
  '{"orderId":"failed-1","kind":"pay","amount":"2.00","status":"failure","reported":"failure","code":"Z9","verified":true,"settled":true,"attempts":2,"attemptId":"00000000-0000-4000-8000-000000000007","requestId":"00000000-0000-4000-8000-000000000008","earlierRequestIds":["00000000-0000-4000-8000-000000000006"],"at":1767587445000,"updatedAt":1767587449102,"endedTxns":["moz3a71d748cb7d90799","moz80060e3ecd1b5acaf"],"txnUuid":"moz80060e3ecd1b5acaf"},',
  '{"orderId":"plan-1","kind":"mandate","amount":"1.00","status":"success","reported":"success","verified":true,"settled":true,"attempts":1,"attemptId":"00000000-0000-4000-8000-000000000009","requestId":"00000000-0000-4000-8000-000000000010","earlierRequestIds":[],"at":1767587465000,"updatedAt":1767587469073,"endedTxns":[],"txnUuid":"mozea11d10293b38cb94","mandate":{"status":"active"}},',
  '{"orderId":"open-1","kind":"pay","amount":"3.00","status":"submitted","verified":false,"settled":false,"attempts":1,"attemptId":"00000000-0000-4000-8000-000000000011","requestId":"00000000-0000-4000-8000-000000000012","earlierRequestIds":[],"at":1767587485000,"updatedAt":1767587485150,"endedTxns":[]}',
  ']}',
].join('');

/** The same orders, with a checksum each. */
export const ORDERS_2 = [
  '{"version":2,"orders":[',
  '{"orderId":"paid-1","kind":"pay","amount":"2.00","attempts":1,"settled":true,"attemptId":"00000000-0000-4000-8000-000000000003","requestId":"00000000-0000-4000-8000-000000000004","earlierRequestIds":[],"endedTxns":[],"txnUuid":"moz4b36df8ea5f442ea4","reported":"success","status":"success","code":"00","verified":true,"at":1767587405000,"updatedAt":1767587408841,"check":"04f4730e"},',
  '{"orderId":"failed-1","kind":"pay","amount":"2.00","attempts":2,"settled":true,"attemptId":"00000000-0000-4000-8000-000000000007","requestId":"00000000-0000-4000-8000-000000000008","earlierRequestIds":["00000000-0000-4000-8000-000000000006"],"endedTxns":["moz3a71d748cb7d90799","moz80060e3ecd1b5acaf"],"txnUuid":"moz80060e3ecd1b5acaf","reported":"failure","status":"failure","code":"Z9","verified":true,"at":1767587445000,"updatedAt":1767587449102,"check":"7a33ca19"},',
  '{"orderId":"plan-1","kind":"mandate","amount":"1.00","attempts":1,"settled":true,"attemptId":"00000000-0000-4000-8000-000000000009","requestId":"00000000-0000-4000-8000-000000000010","earlierRequestIds":[],"endedTxns":[],"txnUuid":"mozea11d10293b38cb94","reported":"success","status":"success","verified":true,"at":1767587465000,"updatedAt":1767587469073,"mandate":{"status":"active"},"check":"053c8639"},',
  '{"orderId":"open-1","kind":"pay","amount":"3.00","attempts":1,"settled":false,"attemptId":"00000000-0000-4000-8000-000000000011","requestId":"00000000-0000-4000-8000-000000000012","earlierRequestIds":[],"endedTxns":[],"status":"submitted","verified":false,"at":1767587485000,"updatedAt":1767587485150,"check":"9ee02141"}',
  ']}',
].join('');

/** Two SMS tokens, as 0.1.0 counted them. */
export const TOKENS_1 = '1767587400000,1767587460000';

export const TOKENS_2 = '{"version":2,"at":[1767587400000,1767587460000],"check":"a006a477"}';
